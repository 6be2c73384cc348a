use std::collections::BTreeSet;

use einlass_tests::{Venue, Verdict};

/// Who was told what, held against who is inside: the visits that are open, by all that was acknowledged and found since.
#[derive(Debug, Default)]
pub(crate) struct Acknowledged {
    open: BTreeSet<String>,
}

impl Acknowledged {
    /// Takes the answers that were given since the last time, to `shown` codes, and looks whether the venue remembers each.
    ///
    /// A fault may leave a visit that nobody was told of, because a failed write may have reached the disk all the same: at most
    /// one for each code that got no answer. It may not leave more, and it may not take back what was said.
    pub(crate) fn settle(&mut self, venue: &Venue, answers: &[Verdict], shown: usize) {
        let mut told = self.open.clone();
        for answer in answers {
            match answer.verdict.as_str() {
                "welcome" => assert!(told.insert(answer.visit()), "two visits of one name: {answer:?}"),
                "goodbye" => assert!(
                    told.remove(&answer.visit()),
                    "a visit ended that was none: {answer:?}"
                ),
                "ask" => assert!(told.contains(&answer.visit()), "asked about no visit: {answer:?}"),
                other => panic!("a pass of this venue was {other}: {answer:?}"),
            }
        }
        venue.ledger("verify");
        let found: BTreeSet<String> = venue.open_visits().into_iter().collect();
        for answer in answers {
            match answer.verdict.as_str() {
                "welcome" => assert!(found.contains(&answer.visit()), "forgotten: {answer:?}"),
                "goodbye" => assert!(!found.contains(&answer.visit()), "still inside: {answer:?}"),
                _asked => {}
            }
        }
        let untold = told.symmetric_difference(&found).count();
        assert!(
            untold <= shown - answers.len(),
            "{shown} codes, {} answers, but {untold} visits differ: {told:?}, {found:?}",
            answers.len()
        );
        self.open = found;
    }

    /// How many are inside.
    pub(crate) fn inside(&self) -> usize {
        self.open.len()
    }
}
