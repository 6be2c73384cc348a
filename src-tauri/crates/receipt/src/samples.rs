//! Words of languages that the papers have to print, for tests: a few of each, the rest English.

use einlass_domain::words::{Language, PassWords, ReceiptWords, RollCallWords};

/// A language by its code, whether printers have its letters, and its words.
pub(crate) struct Sample {
    pub(crate) code: &'static str,
    pub(crate) is_drawn: bool,
    pub(crate) venue: &'static str,
    pub(crate) words: ReceiptWords,
}

pub(crate) fn all() -> Vec<Sample> {
    let of_catalogue = |language: Language| Sample {
        code: language.code(),
        is_drawn: false,
        venue: "Gemeindehaus Süd",
        words: ReceiptWords::of(language).clone(),
    };
    let mut samples = vec![of_catalogue(Language::De), of_catalogue(Language::En)];
    samples.extend(SAMPLES.iter().map(|sample| sample.sample()));
    samples
}

pub(crate) fn of(code: &str) -> Sample {
    all().into_iter().find(|sample| sample.code == code).unwrap()
}

struct Texts {
    code: &'static str,
    is_drawn: bool,
    venue: &'static str,
    pass: [&'static str; 7],
    roll_call: [&'static str; 16],
}

impl Texts {
    fn sample(&self) -> Sample {
        let [title, copy, valid_until, child, arriving, leaving, lost] = self.pass.map(str::to_owned);
        let pass = PassWords {
            title,
            copy,
            // A sentence in this script; what it says does not matter here.
            replaces: lost.clone(),
            pin_id: "PIN-ID".to_owned(),
            valid_until,
            child,
            arriving,
            leaving,
            lost,
        };
        let [
            emergency,
            drill,
            title,
            as_of,
            total,
            page,
            tick,
            who,
            came,
            people,
            rest @ ..,
        ] = self.roll_call.map(str::to_owned);
        let [pass_ending, continued, continues, end, nobody, destroy] = rest;
        let roll_call = RollCallWords {
            emergency,
            drill,
            title,
            as_of,
            total,
            page,
            tick,
            who,
            came,
            people,
            pass_ending,
            continued,
            continues,
            end,
            nobody,
            destroy,
        };
        let mut words = ReceiptWords {
            pass,
            roll_call,
            ..ReceiptWords::of(Language::En).clone()
        };
        // A title tells from which side a paper is read.
        words.owner_key.title = words.pass.title.clone();
        words.certificate.title = words.pass.title.clone();
        Sample {
            code: self.code,
            is_drawn: self.is_drawn,
            venue: self.venue,
            words,
        }
    }
}

const SAMPLES: [Texts; 5] = [
    Texts {
        code: "fr",
        is_drawn: false,
        venue: "Hôtel de l’Étoile",
        pass: [
            "Carte d’entrée",
            "DUPLICATA {copy}",
            "Valable jusqu’au {until}",
            "Pour un enfant de moins de 13 ans. Un représentant légal est d’accord.",
            "En arrivant\u{202F}: présentez ce code à la caméra de l’entrée.",
            "En partant\u{202F}: présentez de nouveau ce code à la même borne.",
            "Carte perdue\u{202F}? Prévenez tout de suite le personnel.",
        ],
        roll_call: [
            "ÉVACUATION",
            "EXERCICE",
            "Qui est encore à l’intérieur\u{202F}?",
            "État\u{202F}: {moment}",
            "À l’intérieur\u{202F}: {people}",
            "Feuille {page} sur {pages}",
            "Cochez chaque personne qui est dehors.",
            "Nom ou carte",
            "Depuis",
            "Pers.",
            "Carte …{digits}",
            "(suite)",
            "Suite sur la feuille {page}",
            "Fin de la liste",
            "Personne n’est enregistré.",
            "À détruire après usage\u{202F}: cette liste nomme des visiteurs.",
        ],
    },
    Texts {
        code: "tr",
        is_drawn: true,
        venue: "Güneş Çarşısı",
        pass: [
            "Giriş kartı",
            "{copy}. KOPYA",
            "Son geçerlilik tarihi: {until}",
            "13 yaşından küçük bir çocuk için. Bir veli onay verdi.",
            "Gelirken: Bu kodu girişteki kameraya gösterin.",
            "Giderken: Aynı kodu aynı cihaza bir kez daha gösterin.",
            "Kartınızı mı kaybettiniz? Lütfen hemen görevlilere bildirin.",
        ],
        roll_call: [
            "TAHLİYE",
            "TATBİKAT",
            "İçeride kim kaldı?",
            "Durum: {moment}",
            "İçeride: {people}",
            "Sayfa {page} / {pages}",
            "Dışarıda olanları işaretleyin.",
            "Ad veya kart",
            "Giriş",
            "Kişi",
            "Kart …{digits}",
            "(devamı)",
            "Devamı: sayfa {page}",
            "Listenin sonu",
            "Kayıtlı kimse yok.",
            "Kullandıktan sonra yok edin: Bu listede ziyaretçi adları var.",
        ],
    },
    Texts {
        code: "pl",
        is_drawn: true,
        venue: "Ośrodek Świętej Jadwigi",
        pass: [
            "Karta wstępu",
            "DUPLIKAT {copy}",
            "Ważna do {until}",
            "Dla dziecka poniżej 13 lat. Opiekun wyraził zgodę.",
            "Przy wejściu: proszę pokazać ten kod kamerze.",
            "Przy wyjściu: proszę pokazać ten sam kod temu samemu urządzeniu.",
            "Karta zgubiona? Proszę od razu powiadomić personel.",
        ],
        roll_call: [
            "EWAKUACJA",
            "ĆWICZENIA",
            "Kto jest jeszcze w środku?",
            "Stan: {moment}",
            "W środku: {people}",
            "Arkusz {page} z {pages}",
            "Zaznaczyć każdą osobę, która jest na zewnątrz.",
            "Nazwisko lub karta",
            "Od",
            "Osób",
            "Karta …{digits}",
            "(ciąg dalszy)",
            "Dalej na arkuszu {page}",
            "Koniec listy",
            "Nikt nie jest zameldowany.",
            "Zniszczyć po użyciu: na liście są dane gości.",
        ],
    },
    Texts {
        code: "uk",
        is_drawn: true,
        venue: "Будинок «Їжак і ґанок»",
        pass: [
            "Перепустка",
            "ДУБЛІКАТ {copy}",
            "Дійсна до {until}",
            "Для дитини до 13 років. Законний представник погодився.",
            "На вході: піднесіть цей код до камери.",
            "На виході: піднесіть той самий код до того самого пристрою ще раз.",
            "Загубили перепустку? Будь ласка, одразу повідомте персонал.",
        ],
        roll_call: [
            "ЕВАКУАЦІЯ",
            "НАВЧАННЯ",
            "Хто ще всередині?",
            "Станом на {moment}",
            "Усередині: {people}",
            "Аркуш {page} з {pages}",
            "Позначте кожного, хто вже надворі.",
            "Ім’я або перепустка",
            "З",
            "Осіб",
            "Перепустка …{digits}",
            "(продовження)",
            "Далі на аркуші {page}",
            "Кінець списку",
            "Нікого не зареєстровано.",
            "Знищити після використання: у списку названо відвідувачів.",
        ],
    },
    Texts {
        code: "ar",
        is_drawn: true,
        venue: "مركز السلام",
        pass: [
            "بطاقة الدخول",
            "نسخة مكررة {copy}",
            "صالحة حتى {until}",
            "لطفل دون 13 عامًا. وافق وليّ الأمر.",
            "عند الدخول: يُرجى توجيه هذا الرمز نحو الكاميرا.",
            "عند الخروج: يُرجى توجيه الرمز نفسه مرة أخرى نحو الجهاز نفسه.",
            "هل فقدت البطاقة؟ يُرجى إبلاغ الموظفين فورًا.",
        ],
        roll_call: [
            "إخلاء",
            "تدريب",
            "من لا يزال في الداخل؟",
            "حتى {moment}",
            "في الداخل: {people}",
            "ورقة {page} من {pages}",
            "ضع علامة أمام كل من خرج.",
            "الاسم أو البطاقة",
            "منذ",
            "العدد",
            "بطاقة …{digits}",
            "(تتمة)",
            "التتمة في الورقة {page}",
            "نهاية القائمة",
            "لا يوجد أحد مسجل.",
            "تُتلف بعد الاستخدام: هذه القائمة تذكر الزوار.",
        ],
    },
];
