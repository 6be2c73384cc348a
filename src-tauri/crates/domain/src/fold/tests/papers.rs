//! Papers of passes: asked about from their beginning to their end.

use super::*;

fn begun(seq: u64, pass: PassTag) -> Event {
    event(1, seq, 1_000, Fact::PrintBegun { pass })
}

fn printed(seq: u64, pass: PassTag, outcome: PrintOutcome, paper: Option<u64>) -> Event {
    let paper = paper.map(|seq| begun(seq, pass).id);
    event(1, seq, 1_000, Fact::PassPrinted { pass, outcome, paper })
}

fn settled(seq: u64, paper: u64, came: bool) -> Event {
    let paper = begun(paper, PassTag([1; 16])).id;
    event(1, seq, 1_000, Fact::PaperSettled { paper, came })
}

/// How many papers of the pass there may be, and by which events those were begun of which nobody knows.
fn papers(events: &[Event], pass: PassTag) -> (usize, Vec<u64>) {
    let state = fold(events);
    let unsettled = state.unsettled_papers(DeviceId([1; 8]));
    (
        state.papers_of(pass),
        unsettled.map(|paper| paper.begun.seq).collect(),
    )
}

#[test]
fn a_paper_is_asked_about_from_its_beginning_to_its_end_and_whatever_may_have_come_counts() {
    use PrintOutcome::{Confirmed, Failed, Sent, Unknown};
    let pass = PassTag([1; 16]);
    let other = PassTag([2; 16]);
    let after = |more: &[Event]| papers(&[&[begun(1, pass)], more].concat(), pass);
    assert_eq!(after(&[]), (1, vec![1]), "the power went");
    assert_eq!(after(&[printed(2, pass, Confirmed, Some(1))]), (1, vec![]));
    assert_eq!(after(&[printed(2, pass, Sent, Some(1))]), (1, vec![]));
    assert_eq!(
        after(&[printed(2, pass, Failed, Some(1))]),
        (0, vec![]),
        "not a byte was handed over"
    );
    let unknown = printed(2, pass, Unknown, Some(1));
    assert_eq!(after(std::slice::from_ref(&unknown)), (1, vec![1]));
    assert_eq!(after(&[unknown.clone(), settled(3, 1, true)]), (1, vec![]));
    assert_eq!(after(&[settled(3, 1, false), unknown]), (0, vec![]));
    assert_eq!(
        after(&[settled(2, 1, false), settled(3, 1, true)]),
        (1, vec![]),
        "the last word counts"
    );
    let two = [
        begun(2, other),
        printed(3, other, Confirmed, Some(2)),
        begun(4, pass),
    ];
    assert_eq!(
        after(&two),
        (2, vec![1, 4]),
        "one that came says nothing of others"
    );
    assert_eq!(
        after(&[printed(2, pass, Failed, None)]),
        (2, vec![1]),
        "nobody knew it then"
    );
    let elsewhere = Event {
        id: EventId {
            device: DeviceId([2; 8]),
            seq: 1,
        },
        ..begun(1, pass)
    };
    assert_eq!(
        after(&[elsewhere]),
        (2, vec![1]),
        "each kiosk asks about its own printer"
    );
    assert_eq!(after(&[event(1, 2, 2_000, destroyed(&[(1, 1)]))]), (0, vec![]));
}
