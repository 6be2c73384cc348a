//! Papers on a printer that has something against it: never two, and a question wherever nobody knows.

use std::time::Duration;

use einlass_devices::printer::PrinterTarget;
use einlass_domain::{
    id::PassTag,
    staff::{Area, Role},
    words::Language,
};
use einlass_receipt::PrinterProfile;
use einlass_testkit::{EmulatedPrinter, Temper, contact};
use tokio::{sync::mpsc, time::sleep};

use super::lounge::{Bench, bench};
use crate::{
    Input, LoungePage, LoungeTouch, Notice, PaperEnd, Print, PrinterIs, Screen, ToPhone, pass_paper_job,
    print_desk::PrintDesk,
};

impl Bench {
    /// Takes the printer away and connects this one.
    fn connect(&mut self, printer: &EmulatedPrinter, profile: PrinterProfile) {
        let port = printer.listen().unwrap();
        self.connect_to(&format!("tcp:127.0.0.1:{port}"), profile);
    }

    fn connect_to(&mut self, target: &str, profile: PrinterProfile) {
        let target: PrinterTarget = target.parse().unwrap();
        let (say, said) = mpsc::channel(64);
        let desk = PrintDesk::start(target.open(profile), move |input| {
            let _ = say.blocking_send(input);
        });
        (self.kiosk.desk, self.printed) = (Some(desk), said);
    }

    /// A new pass whose paper is with the printer, and somebody who waits for it.
    fn print_pass(&mut self) -> PassTag {
        let pass = self.kiosk.entrance.register(contact("New"), None).unwrap();
        let job = pass_paper_job(&pass, "Museum", Language::De, &self.kiosk.profile).unwrap();
        let desk = self.kiosk.desk.as_ref().unwrap();
        assert!(desk.print(Print::Pass(pass.tag), vec![job]));
        self.kiosk.screen = Screen::Printing {
            pass: pass.tag,
            pin_id: pass.pin_id.grouped(),
            phone: ToPhone::NotOffered,
        };
        pass.tag
    }

    fn questions_about(&self, pass: PassTag) -> usize {
        let unsettled = self.kiosk.entrance.unsettled_papers();
        unsettled.filter(|paper| paper.pass == pass).count()
    }

    fn has(&self, notice: Notice) -> bool {
        self.kiosk.notices.contains(&notice)
    }

    /// Whether whoever waits has been told that the paper is there; none as long as they wait.
    fn is_told(&self) -> Option<bool> {
        let Screen::PassReady { printed, .. } = &self.kiosk.screen else {
            return None;
        };
        Some(*printed)
    }
}

#[tokio::test]
async fn wherever_the_line_breaks_there_is_one_paper_at_most_and_a_question_unless_it_is_known() {
    let mut bench = bench();
    let longest = {
        let printer = EmulatedPrinter::new(Temper::default());
        bench.connect(&printer, PrinterProfile::EPSON_80MM);
        bench.print_pass();
        bench.paper_ends().await;
        printer.taken_bytes()
    };
    // Each byte of the questions before and of the end, and a part of what lies between: that is alike.
    let cuts = (0..24)
        .chain((24..longest).step_by(61))
        .chain(longest - 24..longest);
    let mut printed = 0;
    for cut in cuts {
        let printer = EmulatedPrinter::new(Temper {
            cut_after: Some(cut),
            ..Temper::default()
        });
        bench.connect(&printer, PrinterProfile::EPSON_80MM);
        let pass = bench.print_pass();
        bench.paper_ends().await;
        let (papers, questions) = (printer.papers().len(), bench.questions_about(pass));
        let place = format!("cut after {cut} of {longest} bytes: {papers} papers, {questions} questions");
        assert!(papers <= 1, "{place}");
        let (end, _) = bench.kiosk.machine_status().papers.last.unwrap();
        match end {
            PaperEnd::Printed => assert_eq!((papers, questions), (1, 0), "{place}"),
            PaperEnd::Unknown => assert_eq!(questions, 1, "{place}"),
            PaperEnd::Failed | PaperEnd::Sent => panic!("{place}: {end:?}"),
        }
        assert_eq!(bench.is_told(), Some(end == PaperEnd::Printed), "{place}");
        printed += usize::from(end == PaperEnd::Printed);
    }
    assert!(printed > 0, "before the first byte it may be sent again");
    let all = bench.kiosk.entrance.unsettled_papers().count();
    assert!(all > 30, "{all}");
    assert_eq!(bench.kiosk.machine_status().papers.unsettled.len(), all);
}

#[tokio::test]
async fn a_roll_that_ends_under_a_pass_shows_the_number_and_the_paper_when_it_is_whole() {
    let mut bench = bench();
    let printer = EmulatedPrinter::new(Temper {
        paper_rows: Some(60),
        ..Temper::default()
    });
    bench.connect(&printer, PrinterProfile::EPSON_80MM);
    let pass = bench.print_pass();
    while !bench.has(Notice::PaperOut) {
        let said = bench.printed.recv().await.unwrap();
        assert!(!bench.hear(said), "it has not ended");
    }
    assert_eq!(bench.is_told(), Some(false), "the number is there at once");
    let papers = bench.kiosk.machine_status().papers;
    assert_eq!((papers.printer, papers.is_busy), (PrinterIs::PaperOut, true));
    assert!(
        !bench.has(Notice::PaperUnsettled),
        "nobody is asked before it is over"
    );
    printer.set_out_of_paper(false);
    bench.paper_ends().await;
    assert_eq!((bench.is_told(), printer.papers().len()), (Some(true), 1));
    assert_eq!(bench.questions_about(pass), 0);
    assert!(!bench.has(Notice::PaperOut));
}

#[tokio::test]
async fn a_printer_that_never_answers_is_given_the_paper_once_and_nobody_is_asked() {
    let mut bench = bench();
    let printer = EmulatedPrinter::new(Temper {
        is_silent: true,
        ..Temper::default()
    });
    bench.connect(&printer, PrinterProfile::GENERIC_80MM);
    let pass = bench.print_pass();
    bench.paper_ends().await;
    let papers = bench.kiosk.machine_status().papers;
    assert_eq!(papers.last.unwrap().0, PaperEnd::Sent);
    assert_eq!(papers.printer, PrinterIs::Ready);
    assert_eq!((printer.papers().len(), bench.questions_about(pass)), (1, 0));
}

#[tokio::test]
async fn staff_see_what_is_in_the_printers_way_and_visitors_what_it_means_to_them() {
    type Set = fn(&EmulatedPrinter);
    let states: [(Set, PrinterIs, Option<Notice>); 5] = [
        (|_| {}, PrinterIs::Ready, None),
        (
            |printer| printer.set_low(true),
            PrinterIs::PaperLow,
            Some(Notice::PaperLow),
        ),
        (
            |printer| printer.set_out_of_paper(true),
            PrinterIs::PaperOut,
            Some(Notice::PaperOut),
        ),
        (
            |printer| printer.set_open(true),
            PrinterIs::CoverOpen,
            Some(Notice::PrinterOpen),
        ),
        (
            |printer| printer.set_jammed(true),
            PrinterIs::Jammed,
            Some(Notice::PrinterUnavailable),
        ),
    ];
    let mut bench = bench();
    for (set, printer_is, notice) in states {
        let printer = EmulatedPrinter::new(Temper::default());
        set(&printer);
        bench.connect(&printer, PrinterProfile::EPSON_80MM);
        bench.hear_how_it_is().await;
        assert_eq!(bench.kiosk.machine_status().papers.printer, printer_is);
        let notices: Vec<Notice> = bench.kiosk.notices.iter().copied().collect();
        assert_eq!(notices, Vec::from_iter(notice));
    }
    // Nothing listens on a port that was just closed.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    bench.connect_to(&format!("tcp:127.0.0.1:{port}"), PrinterProfile::EPSON_80MM);
    bench.hear_how_it_is().await;
    assert_eq!(
        bench.kiosk.machine_status().papers.printer,
        PrinterIs::Unreachable
    );
    assert!(bench.has(Notice::PrinterUnavailable));
}

impl Bench {
    async fn hear_how_it_is(&mut self) {
        let Some(Input::PrinterIs(health)) = self.printed.recv().await else {
            panic!("the desk does not look at its printer")
        };
        self.kiosk.printer_is(health);
    }
}

#[tokio::test]
async fn after_a_power_cut_staff_are_asked_about_the_paper_and_nothing_is_printed_by_itself() {
    for came in [true, false] {
        let mut bench = bench();
        let printer = EmulatedPrinter::new(Temper {
            pause: Duration::from_millis(20),
            ..Temper::default()
        });
        bench.connect(&printer, PrinterProfile::EPSON_80MM);
        let pass = bench.print_pass();
        loop {
            if let Input::PaperBegins(pass, go) = bench.printed.recv().await.unwrap() {
                go.send(bench.kiosk.paper_begins(pass)).unwrap();
                break;
            }
        }
        assert!(!bench.has(Notice::PaperUnsettled), "it is being printed");
        while printer.printed().len() < 20 {
            sleep(Duration::from_millis(5)).await;
        }
        let mut bench = bench.restarted();
        assert!(bench.has(Notice::PaperUnsettled));
        let colleague = bench.colleague(Role::Entrance, Area::Venue);
        bench.home(&colleague);
        bench.touch(LoungeTouch::OpenDevices);
        let [(number, at)] = &bench.unsettled()[..] else {
            panic!("one question")
        };
        let (number, at) = (*number, at.clone());
        assert_eq!(at, "16:13");
        bench.touch(LoungeTouch::SettlePaper(number + 1, came));
        assert_eq!(bench.unsettled().len(), 1, "of another one");
        bench.touch(LoungeTouch::SettlePaper(number, came));
        assert!(bench.unsettled().is_empty() && !bench.has(Notice::PaperUnsettled));
        let events = bench.kiosk.entrance.ledger().event_count();
        bench.touch(LoungeTouch::SettlePaper(number, !came));
        assert_eq!(
            bench.kiosk.entrance.ledger().event_count(),
            events,
            "a finger was there twice"
        );
        assert!(bench.paper.jobs().is_empty(), "nothing by itself");
        let papers = bench.kiosk.entrance.ledger().state().papers_of(pass);
        assert_eq!(papers, usize::from(came));
        assert_eq!(
            bench.kiosk.entrance.next_copy(pass),
            1,
            "the next one is a copy in any case"
        );
    }
}

impl Bench {
    fn unsettled(&self) -> Vec<(u64, String)> {
        let LoungePage::Devices(status) = self.lounge().page else {
            panic!("not the page of the devices")
        };
        status.papers.unsettled
    }
}
