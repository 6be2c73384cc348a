//! When a contact counts as closed.
//!
//! Contacts bounce, and the magnet of a gate gives the wires beside it a shock, so closed is what stays closed for a while. The kernel
//! could see to that, but it refuses to for every chip that sits behind a bus (`gpiolib-cdev`: its debouncer has no place in a
//! threaded interrupt), and a turnstile may well be wired to a board on USB.

use std::time::{Duration, Instant};

/// Shorter than any contact of a turnstile closes, longer than one bounces.
const SETTLED: Duration = Duration::from_millis(10);

/// A contact that closes or opens, at a time in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Edge {
    Closes(u64),
    Opens(u64),
}

/// Whether a contact closes within `wait` and stays closed for a while. `next` gives its next edge, if there is one within a time.
///
/// # Errors
/// What `next` fails with.
pub(super) fn closes<E>(
    wait: Duration,
    mut next: impl FnMut(Duration) -> Result<Option<Edge>, E>,
) -> Result<bool, E> {
    let deadline = Instant::now() + wait;
    let mut closed_at = None;
    loop {
        let rest = deadline.saturating_duration_since(Instant::now());
        let patience = closed_at.map_or(rest, |_| SETTLED);
        match (next(patience)?, closed_at) {
            (None, _) => return Ok(closed_at.is_some()),
            (Some(Edge::Opens(now)), Some(since)) if is_settled(since, now) => return Ok(true),
            (Some(Edge::Opens(_)), _) => closed_at = None,
            // One that never comes to rest has not closed.
            (Some(Edge::Closes(_)), _) if rest.is_zero() => return Ok(false),
            (Some(Edge::Closes(now)), _) => closed_at = Some(now),
        }
    }
}

fn is_settled(since_ns: u64, now_ns: u64) -> bool {
    Duration::from_nanos(now_ns.saturating_sub(since_ns)) >= SETTLED
}

#[cfg(test)]
mod tests {
    use std::{convert::Infallible, thread};

    use super::*;

    const MS: u64 = 1_000_000;
    const WAIT: Duration = Duration::from_millis(80);

    /// Edges that are there already; after them nothing comes.
    fn closed_after(edges: &[Edge]) -> bool {
        let mut edges = edges.iter().copied();
        let next = |patience| {
            let edge = edges.next();
            if edge.is_none() {
                thread::sleep(patience);
            }
            Ok::<_, Infallible>(edge)
        };
        closes(WAIT, next).unwrap()
    }

    #[test]
    fn a_contact_that_stays_closed_has_closed() {
        assert!(closed_after(&[Edge::Closes(MS)]));
    }

    #[test]
    fn a_contact_that_has_opened_again_has_closed_all_the_same() {
        assert!(closed_after(&[Edge::Closes(MS), Edge::Opens(11 * MS)]));
    }

    #[test]
    fn a_contact_that_bounces_before_it_closes_has_closed() {
        let bounces = (1..5).flat_map(|ms| [Edge::Closes(ms * MS), Edge::Opens(ms * MS + MS / 2)]);
        let edges: Vec<Edge> = bounces.chain([Edge::Closes(5 * MS)]).collect();
        assert!(closed_after(&edges));
    }

    #[test]
    fn a_shock_is_no_contact() {
        assert!(!closed_after(&[Edge::Closes(MS), Edge::Opens(10 * MS)]));
    }

    #[test]
    fn a_contact_that_only_opens_was_closed_before() {
        assert!(!closed_after(&[Edge::Opens(MS)]));
    }

    #[test]
    fn where_nothing_happens_nothing_closes_and_the_time_is_over() {
        let began = Instant::now();
        assert!(!closed_after(&[]));
        assert!(began.elapsed() >= WAIT);
    }

    #[test]
    fn a_wire_that_never_comes_to_rest_is_given_up() {
        let mut times = 0_u64;
        let next = |_| {
            times += 1;
            thread::sleep(Duration::from_millis(1));
            let edge = if times % 2 == 1 { Edge::Closes } else { Edge::Opens };
            Ok::<_, Infallible>(Some(edge(times * MS)))
        };
        assert!(!closes(WAIT, next).unwrap());
    }

    #[test]
    fn what_fails_is_told() {
        assert_eq!(
            closes(WAIT, |_| Err("the board is gone")),
            Err("the board is gone")
        );
    }
}
