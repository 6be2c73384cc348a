use std::cell::RefCell;

use escpos::driver::Driver;
use escpos::errors::{PrinterError as EscposError, Result as EscposResult};

/// A driver that keeps what it is given.
#[derive(Default)]
pub(crate) struct Memory(RefCell<Vec<u8>>);

impl Memory {
    pub(crate) fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Driver for Memory {
    fn name(&self) -> String {
        "memory".to_owned()
    }

    fn write(&self, data: &[u8]) -> EscposResult<()> {
        self.0.borrow_mut().extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _buf: &mut [u8]) -> EscposResult<usize> {
        Err(EscposError::Io("memory does not answer".to_owned()))
    }

    fn flush(&self) -> EscposResult<()> {
        Ok(())
    }
}
