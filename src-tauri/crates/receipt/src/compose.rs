//! Whether papers are written in the printer's letters or in ours.

use crate::drawing::Drawing;
use crate::job::{Hand, Job};
use crate::{PrinterProfile, ReceiptError};

/// Composes the papers whose parts `write` adds, one job a paper, from 0 on.
///
/// All of them are in the printer's own letters if these carry every text: that is quick and short. If not, all are drawn,
/// from left to right or from right to left as `title` is read.
pub(crate) fn compose(
    profile: &PrinterProfile,
    title: &str,
    papers: usize,
    write: impl Fn(&mut Job, usize) -> Result<(), ReceiptError>,
) -> Result<Vec<Vec<u8>>, ReceiptError> {
    let compose = |hand: &dyn Fn() -> Hand| -> Result<Option<Vec<Vec<u8>>>, ReceiptError> {
        let mut jobs = Vec::new();
        for paper in 0..papers {
            let mut job = Job::start(profile, hand())?;
            write(&mut job, paper)?;
            if job.lacks_letters() {
                return Ok(None);
            }
            jobs.push(job.finish()?);
        }
        Ok(Some(jobs))
    };
    let own_letters = || Hand::Printers { carries_all: true };
    let drawn = || Hand::Ours(Box::new(Drawing::start(profile, title)));
    match compose(&own_letters)? {
        Some(jobs) => Ok(jobs),
        None => Ok(compose(&drawn)?.unwrap_or_default()),
    }
}

/// Composes the one paper whose parts `write` adds; see [`compose`].
pub(crate) fn compose_one(
    profile: &PrinterProfile,
    title: &str,
    write: impl Fn(&mut Job) -> Result<(), ReceiptError>,
) -> Result<Vec<u8>, ReceiptError> {
    let jobs = compose(profile, title, 1, |job, _| write(job))?;
    Ok(jobs.concat())
}
