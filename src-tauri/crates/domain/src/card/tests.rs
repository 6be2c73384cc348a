use proptest::prelude::*;

use super::*;

const FIELDS: [Field; 7] = [
    Field::FirstName,
    Field::LastName,
    Field::Phone,
    Field::Email,
    Field::Street,
    Field::Postcode,
    Field::Town,
];

fn read(code: &str) -> [String; 7] {
    let draft = read_card(code.as_bytes()).unwrap();
    FIELDS.map(|field| draft.text(field).to_owned())
}

#[test]
fn a_card_of_version_3_fills_the_form() {
    let code = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Øne-Zwölf;Anna,Maria;;Dr.;\r\nFN:Dr. Anna Zwölf\r\n\
        ORG:Example\\, Inc.\r\nTEL;TYPE=WORK,FAX:+49 30 111\r\nTEL;TYPE=WORK:+49 30 55501\r\n\
        TEL;TYPE=\"cell\",pref:+49 171 55502\r\nEMAIL;TYPE=INTERNET:anna@example.org\r\n\
        ADR;TYPE=WORK:;;Werk 1;Fern;;99999;DE\r\nADR;TYPE=HOME:;;Weg 2\\, Hof;Ort;;12345;DE\r\n\
        PHOTO;ENCODING=b:AAAA\r\nEND:VCARD\r\n";
    assert_eq!(
        read(code),
        [
            "Anna Maria",
            "Øne-Zwölf",
            "+49 171 55502",
            "anna@example.org",
            "Weg 2, Hof",
            "12345",
            "Ort"
        ]
    );
}

#[test]
fn a_card_of_version_4_with_groups_addresses_of_the_web_and_folds_does_too() {
    let code = "BEGIN:VCARD\nVERSION:4.0\nFN:Anna Maria Zw\n ölf\nitem1.TEL;VALUE=uri;TYPE=\"voice,cell\":tel:+49-171-\n\t55502;ext=9\n\
        EMAIL:mailto:anna@example.org\nADR;LABEL=\"Weg 2: hinten\":;;Weg 2;Ort;;12345;DE\nEND:VCARD";
    assert_eq!(
        read(code),
        [
            "Anna Maria",
            "Zwölf",
            "+49-171-55502",
            "anna@example.org",
            "Weg 2",
            "12345",
            "Ort"
        ]
    );
}

#[test]
fn quoted_printable_and_old_alphabets_are_read() {
    let code = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zw=C3=B6=\r\nlf=3B;Anna\r\n\
        TEL;CELL:0171 55502\r\nEND:VCARD\r\n";
    assert_eq!(read(code)[..3], ["Anna", "Zwölf;", "0171 55502"]);
    let latin = b"BEGIN:VCARD\nN:Zw\xf6lf;Anna\nEND:VCARD";
    assert_eq!(read_card(latin).unwrap().last_name, "Zwölf");
    let latin_octets = b"BEGIN:VCARD\nN;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Zw=F6lf;Anna\nEND:VCARD";
    assert_eq!(read_card(latin_octets).unwrap().last_name, "Zwölf");
    let broken = b"BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:Zw=ZZlf=;Anna\nEND:VCARD";
    assert_eq!(read_card(broken).unwrap().last_name, "Zw=ZZlf=");
}

#[test]
fn a_mecard_fills_the_form() {
    let code = "MECARD:N:Zwölf,Anna;SOUND:x,y;TEL:+4917155502;EMAIL:anna@example.org;\
        ADR:,,Weg 2\\, Hof,Ort,,12345,DE;NOTE:a\\;b;;";
    assert_eq!(
        read(code),
        [
            "Anna",
            "Zwölf",
            "+4917155502",
            "anna@example.org",
            "Weg 2, Hof",
            "12345",
            "Ort"
        ]
    );
    assert_eq!(
        read("mecard:N:Anna Zwölf;ADR:Weg 2 12345 Ort;;"),
        ["Anna", "Zwölf", "", "", "Weg 2 12345 Ort", "", ""]
    );
}

#[test]
fn what_the_form_would_not_take_is_left_out() {
    let long = "x".repeat(81);
    let code = format!(
        "BEGIN:VCARD\nN:=HYPERLINK(1);A\\nB\nTEL:call me\nTEL:030 55501\nEMAIL:nobody\nADR:;;{long};O\u{202e}rt;;1;\nEND:VCARD"
    );
    assert_eq!(read(&code), ["A B", "", "030 55501", "", "", "1", ""]);
}

#[test]
fn nothing_after_the_first_card_counts() {
    let code = "BEGIN:VCARD\nN:One;A\nEND:VCARD\nBEGIN:VCARD\nN:Two;B\nTEL:030 55501\nEND:VCARD";
    assert_eq!(read(code)[..3], ["A", "One", ""]);
}

#[test]
fn other_codes_are_no_cards() {
    let huge = format!("BEGIN:VCARD\nN:One;A\nNOTE:{}\nEND:VCARD", "x".repeat(LARGEST));
    let codes = [
        "",
        "https://example.org/",
        "EINLASS1:x",
        "VCARD",
        "BEGIN:VCALENDAR\nN:One;A",
        "BEGIN:VCARD",
        "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD",
        "BEGIN:VCARD\nADR:;;Weg 2;Ort;;1;\nEND:VCARD",
        "MECARD:",
        "MECARD:;;",
        huge.as_str(),
    ];
    for code in codes {
        assert_eq!(read_card(code.as_bytes()), Err(NoCard), "{code}");
    }
}

/// A card with such a value in one of its lines.
fn card(value: &str) -> Vec<String> {
    let lines = [
        "N:{};{}",
        "FN:{}",
        "TEL:{}",
        "EMAIL:{}",
        "ADR:{};{};{};{};{};{}",
        "N;ENCODING=QUOTED-PRINTABLE:{}",
    ];
    let vcards = lines.map(|line| format!("BEGIN:VCARD\n{}\nEND:VCARD", line.replace("{}", value)));
    let mecards = ["N:{},{}", "ADR:,,{},{},,{},", "TEL:{}"]
        .map(|entry| format!("MECARD:{};;", entry.replace("{}", value)));
    vcards.into_iter().chain(mecards).collect()
}

fn assert_fit_for_the_form(code: &[u8]) {
    if let Ok(draft) = read_card(code) {
        for field in FIELDS {
            let text = draft.text(field);
            assert!(text.is_empty() || field.takes(text), "{field:?}: {text:?}");
            assert!(!text.contains(['\n', '\r', '\t']), "{text:?}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(start in "(?i)(BEGIN:VCARD\n|MECARD:)?", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        assert_fit_for_the_form(&[start.as_bytes(), &bytes].concat());
    }

    #[test]
    fn any_value_is_fit_for_the_form_or_left_out(value in "\\PC{0,20}|[\\\\;,:=\"\r\n\t A-F0-9]{0,30}|.{0,90}") {
        for code in card(&value) {
            assert_fit_for_the_form(code.as_bytes());
        }
    }

    /// What a phone writes, the kiosk reads.
    #[test]
    fn names_survive_the_way_through_a_card(family in "[\\p{L}][\\p{L}';,\\\\ -]{0,20}[\\p{L}]", given in "[\\p{L}]{1,20}") {
        let escaped = |text: &str| text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
        let name = format!("N:{};\r\n {};;;", escaped(&family), escaped(&given));
        let code = format!("BEGIN:VCARD\r\nVERSION:4.0\r\n{name}\r\nEND:VCARD\r\n");
        prop_assert_eq!(&read(&code)[..2], &[given, one_line(&family)]);
    }
}
