//! The screen's texts that are also said aloud: the same sentences as on the screen, from the same catalogue.

use std::{collections::HashMap, sync::LazyLock};

use serde_json::Value;

use super::Language;

/// A name for each path of the catalogue that is said, so that a path that is not there is found by a test and not at the door.
macro_rules! screen_texts {
    ($($(#[$doc:meta])* $name:ident = $path:literal,)+) => {
        /// A text of the screen's catalogue that can be said.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ScreenText {
            $(#[doc = concat!("`", $path, "`")] $(#[$doc])* $name,)+
        }

        impl ScreenText {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Where it stands in the catalogue.
            pub const fn path(self) -> &'static str {
                match self {
                    $(Self::$name => $path,)+
                }
            }
        }
    };
}

screen_texts! {
    Back = "back",
    Next = "next",
    Help = "help",
    Done = "done",
    Visits = "visits",
    Device = "device",
    AttractTitle = "attract.title",
    AttractHint = "attract.hint",
    AttractTitleNoCamera = "attract.titleNoCamera",
    AttractHintNoCamera = "attract.hintNoCamera",
    AttractKeypad = "attract.keypad",
    AttractForm = "attract.form",
    AttractCard = "attract.card",
    AttractLanguages = "attract.languages",
    AimNearer = "aim.nearer",
    AimFurther = "aim.further",
    AimBrighter = "aim.brighter",
    CameraLost = "notices.cameraLost",
    PrinterUnavailable = "notices.printerUnavailable",
    PaperOut = "notices.paperOut",
    PrinterOpen = "notices.printerOpen",
    PaperLow = "notices.paperLow",
    PaperUnsettled = "notices.paperUnsettled",
    GateUnavailable = "notices.gateUnavailable",
    DestructionOverdue = "notices.destructionOverdue",
    OwnerKeyUnproven = "notices.ownerKeyUnproven",
    ClockDoubtful = "notices.clockDoubtful",
    DiskLow = "notices.diskLow",
    Recovered = "notices.recovered",
    Welcome = "answer.welcome.title",
    WelcomeDetail = "answer.welcome.detail",
    NotPassed = "answer.notPassed.title",
    NotPassedDetail = "answer.notPassed.detail",
    Goodbye = "answer.goodbye.title",
    GoodbyeDetail = "answer.goodbye.detail",
    Stay = "answer.stay.title",
    StayDetail = "answer.stay.detail",
    ClosesAt = "answer.welcome.closing",
    StayClosesAt = "answer.stay.closing",
    WelcomeAll = "answer.party.title",
    WelcomeAllDetail = "answer.party.detail",
    Dead = "answer.dead.title",
    DeadDetail = "answer.dead.detail",
    Expired = "answer.expired.title",
    ExpiredDetail = "answer.expired.detail",
    Closed = "answer.wait.closed.title",
    ClosedDetail = "answer.wait.closed.detail",
    ClosedFrom = "answer.wait.closed.from",
    ClosedFromDay = "answer.wait.closed.fromDay",
    Full = "answer.wait.full.title",
    FullDetail = "answer.wait.full.detail",
    ReEntry = "answer.wait.reEntry.title",
    ReEntryDetail = "answer.wait.reEntry.detail",
    ReEntryFrom = "answer.wait.reEntry.from",
    Unconfirmed = "answer.wait.unconfirmed.title",
    UnconfirmedDetail = "answer.wait.unconfirmed.detail",
    Confirmed = "answer.confirmed.title",
    ConfirmedDetail = "answer.confirmed.detail",
    ConfirmOnItsWay = "confirm.onItsWay",
    ConfirmBy = "confirm.by",
    ConfirmByDay = "confirm.byDay",
    ConfirmOpen = "confirm.open",
    ConfirmTitle = "confirm.title",
    ConfirmMail = "confirm.mail",
    ConfirmSms = "confirm.sms",
    ConfirmUndeliverable = "confirm.undeliverable",
    ConfirmGoodUntil = "confirm.goodUntil",
    ConfirmGoodUntilDay = "confirm.goodUntilDay",
    ConfirmNewCode = "confirm.newCode",
    ConfirmShowPass = "confirm.showPass",
    ConfirmAskStaff = "confirm.askStaff",
    ConfirmMistyped = "confirm.mistyped",
    ConfirmWrong = "confirm.wrong",
    ConfirmNoTries = "confirm.noTries",
    ConfirmExpired = "confirm.expired",
    LettersStuck = "notices.lettersStuck",
    TrafficGreen = "traffic.green",
    TrafficAmber = "traffic.amber",
    TrafficRed = "traffic.red",
    ExitCheckTitle = "exitCheck.title",
    ExitCheckPinId = "exitCheck.pinId",
    ExitCheckPersonalPin = "exitCheck.personalPin",
    WelcomeSeated = "answer.seated.title",
    WelcomeSeatedDetail = "answer.seated.detail",
    SeatOpen = "seat.open",
    SeatTitle = "seat.title",
    SeatHint = "seat.hint",
    SeatGone = "seat.gone",
    VenuePagePicture = "venuePage.picture",
    PartyOpen = "party.open",
    PartyTitle = "party.title",
    PartyHint = "party.hint",
    CompanionTitle = "companion.title",
    CompanionHint = "companion.hint",
    CompanionProgress = "companion.progress",
    ComfortOpen = "comfort.open",
    ComfortTitle = "comfort.title",
    ComfortHint = "comfort.hint",
    ComfortContrast = "comfort.contrast",
    ComfortText = "comfort.text",
    ComfortControls = "comfort.controls",
    ComfortMotion = "comfort.motion",
    StillThereTitle = "stillThere.title",
    StillThereText = "stillThere.text",
    StillThereYes = "stillThere.yes",
    StillThereNo = "stillThere.no",
    PassReadyToPhone = "passReady.toPhone",
    Refused = "answer.refused.title",
    RefusedDetail = "answer.refused.detail",
    GoOrStayTitle = "goOrStay.title",
    GoOrStayHint = "goOrStay.hint",
    GoOrStayGo = "goOrStay.go",
    GoOrStayStay = "goOrStay.stay",
    GoOrStayHelp = "goOrStay.help",
    KeypadTitle = "keypad.title",
    KeypadHint = "keypad.hint",
    KeypadErase = "keypad.erase",
    KeypadWrong = "keypad.wrong",
    TriesLeft = "keypad.triesLeft",
    LastTry = "keypad.lastTry",
    KeypadLocked = "keypad.locked",
    KeypadLockedHint = "keypad.lockedHint",
    FormProgress = "form.progress",
    FormChildTitle = "form.child.title",
    FormChildHint = "form.child.hint",
    FormGuardianTitle = "form.guardian.title",
    FormGuardianHint = "form.guardian.hint",
    FormCardTitle = "form.card.title",
    FormCardHint = "form.card.hint",
    FormForChild = "form.forChild",
    ShowCardTitle = "showCard.title",
    ShowCardHint = "showCard.hint",
    ShowCardOther = "showCard.other",
    ChildFirstName = "form.fields.child",
    FormNameTitle = "form.name.title",
    FormNameHint = "form.name.hint",
    FormReachTitle = "form.reach.title",
    FormReachHint = "form.reach.hint",
    FormReachEither = "form.reach.either",
    FormReachMail = "form.reach.mail",
    FormReachPhone = "form.reach.phone",
    FormAddressTitle = "form.address.title",
    FormAddressHint = "form.address.hint",
    FirstName = "form.fields.firstName",
    LastName = "form.fields.lastName",
    Phone = "form.fields.phone",
    Email = "form.fields.email",
    Street = "form.fields.street",
    Postcode = "form.fields.postcode",
    Town = "form.fields.town",
    Missing = "form.problems.missing",
    TooLong = "form.problems.tooLong",
    NotAllowed = "form.problems.notAllowed",
    NotAPhone = "form.problems.notAPhone",
    NotAnEmail = "form.problems.notAnEmail",
    OneOfTwo = "form.problems.oneOfTwo",
    MailNeeded = "form.problems.mailNeeded",
    PhoneNeeded = "form.problems.phoneNeeded",
    NoAreaCode = "form.problems.noAreaCode",
    Crowded = "form.problems.crowded",
    CodeComes = "form.notes.codeComes",
    FieldOptional = "form.notes.optional",
    Keyboard = "keyboard.label",
    NoticeTitle = "notice.title",
    NoticeForChild = "notice.forChild",
    NoticeWhat = "notice.what",
    NoticeWhatText = "notice.whatText",
    NoticeWhy = "notice.why",
    NoticeWhyText = "notice.whyText",
    NoticeWho = "notice.who",
    NoticeWhoText = "notice.whoText",
    NoticeHowLong = "notice.howLong",
    NoticeHowLongText = "notice.howLongText",
    NoticeConsent = "notice.consent",
    NoticeDecline = "notice.decline",
    PinProgress = "pin.progress",
    PinWrong = "pin.wrong",
    ChoosePinTitle = "choosePin.title",
    ChoosePinHint = "choosePin.hint",
    ChoosePinFirst = "choosePin.first",
    ChoosePinAgain = "choosePin.again",
    ChoosePinDiffers = "choosePin.differs",
    ChoosePinAnew = "choosePin.anew",
    ChoosePinSkip = "choosePin.skip",
    PrintingTitle = "printing.title",
    PrintingHint = "printing.hint",
    PassReadyTitle = "passReady.title",
    PassReadyNumber = "passReady.number",
    PassReadyTake = "passReady.take",
    PassReadyShow = "passReady.show",
    PassReadyNoPaper = "passReady.noPaper",
    PassReadyWriteDown = "passReady.writeDown",
    PassReadyAskStaff = "passReady.askStaff",
    HelpTitle = "helpScreen.title",
    HelpShow = "helpScreen.show",
    HelpShowText = "helpScreen.showText",
    HelpType = "helpScreen.type",
    HelpTypeText = "helpScreen.typeText",
    HelpPass = "helpScreen.pass",
    HelpPassText = "helpScreen.passText",
    HelpAsk = "helpScreen.ask",
    HelpAskText = "helpScreen.askText",
    DiaryPassTitle = "diaryPass.title",
    DiaryPassHint = "diaryPass.hint",
    DiaryPassTitleNoCamera = "diaryPass.titleNoCamera",
    DiaryPassHintNoCamera = "diaryPass.hintNoCamera",
    DiaryPinTitle = "diaryPin.title",
    DiaryPinHint = "diaryPin.hint",
    DiaryNoPinTitle = "diaryClosed.noPin.title",
    DiaryNoPinText = "diaryClosed.noPin.text",
    DiaryNoPinValid = "diaryClosed.noPin.valid",
    DiaryLockedTitle = "diaryClosed.locked.title",
    DiaryLockedText = "diaryClosed.locked.text",
    DiaryLockedValid = "diaryClosed.locked.valid",
    DiaryTitle = "diary.title",
    DiaryHint = "diary.hint",
    DiaryOver = "diary.over",
    DiaryInside = "diary.inside",
    DiaryEmpty = "diary.empty",
    DiaryDelete = "diary.delete",
    DiaryDeleteAll = "diary.deleteAll",
    DiaryAskOne = "diary.ask.one",
    DiaryAskAll = "diary.ask.all",
    DiaryAskOneText = "diary.ask.oneText",
    DiaryAskAllText = "diary.ask.allText",
    DiaryAskYes = "diary.ask.yes",
    DiaryAskNo = "diary.ask.no",
    OwnDataOpen = "ownData.open",
    OwnDataTitle = "ownData.title",
    OwnDataName = "ownData.name",
    OwnDataReach = "ownData.reach",
    OwnDataAddress = "ownData.address",
    OwnDataConsent = "ownData.consent",
    OwnDataPass = "ownData.pass",
    OwnDataVisits = "ownData.visits",
    OwnDataByVisitor = "ownData.consents.visitor",
    OwnDataByGuardian = "ownData.consents.guardian",
    OwnDataByOrganiser = "ownData.consents.organiser",
    OwnDataPassUntil = "ownData.passUntil",
    OwnDataVisitsUntil = "ownData.visitsUntil",
    OwnDataVisitsNone = "ownData.visitsNone",
    OwnDataUnreadable = "ownData.unreadable",
    OwnName = "ownName",
    OwnDataLanguageTitle = "ownData.language.title",
    OwnDataLanguageHint = "ownData.language.hint",
    OwnDataLanguageNone = "ownData.language.none",
    OwnDataSaved = "ownData.saved",
    OwnDataChange = "ownData.change",
    OwnDataPrintAgain = "ownData.printAgain",
    OwnDataGiveUp = "ownData.giveUp",
    OwnDataAsk = "ownData.ask.title",
    OwnDataAskNow = "ownData.ask.now",
    OwnDataAskNowText = "ownData.ask.nowText",
    OwnDataAskLater = "ownData.ask.later",
    OwnDataAskLaterText = "ownData.ask.laterText",
    OwnDataAskInside = "ownData.ask.inside",
    OwnDataAskInsideText = "ownData.ask.insideText",
    Forgotten = "ownData.forgotten.title",
    ForgottenText = "ownData.forgotten.text",
    ForgottenInside = "ownData.forgotten.inside",
    ForgottenKept = "ownData.forgotten.kept",
    StatusTitle = "status.title",
    StatusAllWell = "status.allWell",
    OutOfServiceTitle = "outOfService.title",
    OutOfServiceHint = "outOfService.hint",
    ReadAloud = "readAloud.button",
    SpeechOn = "speech.on",
    SpeechOff = "speech.off",
    /// How a screen is used by ear.
    SpeechTouch = "speech.touch",
    /// Said instead of what only a headset may hear.
    SpeechHeadphones = "speech.headphones",
    /// `{controls}` from top to bottom.
    SpeechControls = "speech.controls",
    /// `{left}` and `{right}` of the zero.
    SpeechNumberPad = "speech.numberPad",
    SpeechErased = "speech.erased",
    SpeechEmpty = "speech.empty",
    /// `{seconds}` until it goes on.
    SpeechSeconds = "speech.seconds",
}

/// What the screen says in one language, as far as it is said aloud.
#[derive(Debug)]
pub struct ScreenWords {
    /// In the order of [`ScreenText::ALL`].
    texts: Vec<String>,
}

impl ScreenWords {
    /// The screen's words in `language`.
    pub fn of(language: Language) -> &'static Self {
        macro_rules! words_in {
            ($code:literal) => {{
                static WORDS: LazyLock<ScreenWords> =
                    LazyLock::new(|| read(include_str!(concat!("../../words/screen.", $code, ".json"))));
                &WORDS
            }};
        }
        match language {
            Language::De => words_in!("de"),
            Language::DeSimple => words_in!("de-simple"),
            Language::En => words_in!("en"),
            Language::Fr => words_in!("fr"),
            Language::Pl => words_in!("pl"),
            Language::Tr => words_in!("tr"),
            Language::Uk => words_in!("uk"),
            Language::Ar => words_in!("ar"),
        }
    }

    /// One text, with its places as they stand.
    pub fn text(&self, text: ScreenText) -> &str {
        &self.texts[text as usize]
    }

    /// One text with values in its `{places}`.
    pub fn filled(&self, text: ScreenText, values: &[(&str, &str)]) -> String {
        // In one pass: a value that was typed may look like a place.
        let mut parts = self.text(text).split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (place, after) = part.split_once('}').unwrap_or((part, ""));
            let value = values.iter().find(|(name, _)| *name == place);
            filled.push_str(value.map_or("", |(_, value)| value));
            filled.push_str(after);
        }
        filled
    }
}

fn read(json: &str) -> ScreenWords {
    let tree: Value =
        serde_json::from_str(json).expect("the catalogue is part of the build and a test reads it");
    let mut texts = HashMap::new();
    flatten(&tree, String::new(), &mut texts);
    let text = |text: &ScreenText| {
        let found = texts.remove(text.path());
        found.unwrap_or_else(|| {
            panic!(
                "the catalogue lacks {}, which a test would have said",
                text.path()
            )
        })
    };
    ScreenWords {
        texts: ScreenText::ALL.iter().map(text).collect(),
    }
}

fn flatten(tree: &Value, path: String, texts: &mut HashMap<String, String>) {
    if let Value::Object(branches) = tree {
        for (name, branch) in branches {
            let dot = if path.is_empty() { "" } else { "." };
            flatten(branch, format!("{path}{dot}{name}"), texts);
        }
    } else if let Value::String(text) = tree {
        texts.insert(path, text.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn every_language_has_every_text_that_is_said_with_the_same_places() {
        for language in Language::ALL {
            let words = ScreenWords::of(language);
            for &text in ScreenText::ALL {
                let said = words.text(text);
                assert!(!said.trim().is_empty(), "{language}: {}", text.path());
                let german = ScreenWords::of(Language::De).text(text);
                assert_eq!(places(said), places(german), "{language}: {}", text.path());
            }
        }
    }

    #[test]
    fn values_come_into_their_places_and_are_no_places_themselves() {
        let words = ScreenWords::of(Language::En);
        assert_eq!(
            words.filled(ScreenText::FormProgress, &[("number", "{total}"), ("total", "5")]),
            "Step {total} of 5"
        );
        assert_eq!(words.filled(ScreenText::Welcome, &[]), "Welcome");
    }
}
