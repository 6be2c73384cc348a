//! The tap: where SQLite and the standard library hand bytes to the system, [`recorder`] is told of it.
//!
//! SQLite asks for files through a table of C functions. [`install`] registers a copy of its own table for Unix as the default,
//! in which opening a file does one thing more: a recorded file gets our `write`, `truncate` and `close`, each of which calls
//! SQLite's own and then tells the recorder. Syncs are heard one step lower, at the C library's `fsync` and `fdatasync`, because
//! there one hears those of files and of folders, SQLite's and the standard library's. All other files pass untouched.

#![expect(
    unsafe_code,
    reason = "SQLite takes its file functions as C function pointers, and a sync can only be heard at the C library"
)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::os::fd::BorrowedFd;
use std::sync::{Mutex, Once};
use std::{ptr, slice};

use rusqlite::ffi::{
    SQLITE_OK, sqlite3_file, sqlite3_initialize, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs,
    sqlite3_vfs_find, sqlite3_vfs_register,
};

use crate::recorder;

/// Makes the tap what every connection of this process opens its files with.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let real = real_vfs();
        // SAFETY: SQLite never frees or changes a registered table; this reads a plain struct of numbers and pointers.
        let mut tap = unsafe { *real };
        tap.zName = c"einlass-crash".as_ptr();
        tap.pNext = ptr::null_mut();
        tap.xOpen = Some(open);
        // SAFETY: the table is valid, and leaked because it has to stay so for as long as the process lives.
        let code = unsafe { sqlite3_vfs_register(Box::leak(Box::new(tap)), 1) };
        assert_eq!(code, SQLITE_OK, "SQLite takes a file system");
    });
}

fn real_vfs() -> *mut sqlite3_vfs {
    // SAFETY: may be called any number of times, from any thread.
    unsafe { sqlite3_initialize() };
    // SAFETY: the name is a C string; the answer is valid for as long as the process lives.
    let found = unsafe { sqlite3_vfs_find(c"unix".as_ptr()) };
    assert!(!found.is_null(), "SQLite on Linux has the file system 'unix'");
    found
}

/// The functions of an open file: what SQLite calls, and behind it its own.
#[repr(C)]
#[derive(Clone, Copy)]
struct Methods {
    /// First, so that SQLite's pointer to it is a pointer to the whole.
    tapped: sqlite3_io_methods,
    real: sqlite3_io_methods,
}

/// `real` with three functions of ours. SQLite has one table for databases and another for what needs no locks.
fn tap_methods(real: *const sqlite3_io_methods) -> &'static Methods {
    static MADE: Mutex<Vec<(usize, &Methods)>> = Mutex::new(Vec::new());
    let mut made = MADE.lock().expect("making a table does not fail");
    if let Some((_, known)) = made.iter().find(|(of, _)| *of == real.addr()) {
        return known;
    }
    // SAFETY: whoever calls has it from an open file, and SQLite's tables are constants.
    let copy = unsafe { *real };
    let methods: &Methods = Box::leak(Box::new(Methods {
        tapped: sqlite3_io_methods {
            xWrite: Some(write),
            xTruncate: Some(truncate),
            xClose: Some(close),
            ..copy
        },
        real: copy,
    }));
    made.push((real.addr(), methods));
    methods
}

/// SQLite's own functions of a tapped file.
fn real_methods(file: *mut sqlite3_file) -> sqlite3_io_methods {
    // SAFETY: our functions are called for tapped files only, and of those this points to a whole `Methods` that is never freed.
    unsafe { (*(*file).pMethods.cast::<Methods>()).real }
}

unsafe extern "C" fn open(
    _tap: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    let real = real_vfs();
    // SAFETY: a registered table is valid.
    let open = unsafe { (*real).xOpen }.expect("a file system opens files");
    // SAFETY: SQLite's own arguments handed on; the memory at `file` has the size that the real table asks for.
    let code = unsafe { open(real, name, file, flags, flags_out) };
    if code != SQLITE_OK || name.is_null() {
        return code;
    }
    // SAFETY: `name` was checked and is a C string, which lives for as long as the file is open.
    let name = unsafe { CStr::from_ptr(name) };
    if recorder::opened(name, file.addr()) {
        // SAFETY: the real table has opened the file and so filled in its functions; ours leave its memory to those.
        unsafe { (*file).pMethods = ptr::from_ref(tap_methods((*file).pMethods)).cast() };
    }
    code
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    bytes: *const c_void,
    length: c_int,
    offset: sqlite3_int64,
) -> c_int {
    let write = real_methods(file).xWrite.expect("files can be written");
    // SAFETY: SQLite's own arguments handed on to the function that they are meant for.
    let code = unsafe { write(file, bytes, length, offset) };
    if code == SQLITE_OK {
        let length = usize::try_from(length).expect("a length is not negative");
        // SAFETY: SQLite lends `length` bytes for the time of the call.
        let bytes = unsafe { slice::from_raw_parts(bytes.cast::<u8>(), length) };
        recorder::written(file.addr(), to_usize(offset), bytes);
    }
    code
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    let truncate = real_methods(file).xTruncate.expect("files can be truncated");
    // SAFETY: as in `write`.
    let code = unsafe { truncate(file, size) };
    if code == SQLITE_OK {
        recorder::truncated(file.addr(), to_usize(size));
    }
    code
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    recorder::closed(file.addr());
    let close = real_methods(file).xClose.expect("files can be closed");
    // SAFETY: as in `write`.
    unsafe { close(file) }
}

fn to_usize(offset: sqlite3_int64) -> usize {
    usize::try_from(offset).expect("files have no negative places, and fit into memory")
}

/// Takes the place of the C library's function in this process. Nothing here makes a sync fail, so `errno` stays as it is.
#[unsafe(no_mangle)]
extern "C" fn fsync(descriptor: c_int) -> c_int {
    synced(descriptor, |file| rustix::fs::fsync(file))
}

/// As [`fsync`].
#[unsafe(no_mangle)]
extern "C" fn fdatasync(descriptor: c_int) -> c_int {
    synced(descriptor, |file| rustix::fs::fdatasync(file))
}

fn synced(descriptor: c_int, sync: fn(BorrowedFd<'_>) -> rustix::io::Result<()>) -> c_int {
    // SAFETY: who asks for a sync keeps the descriptor open for the time of the call.
    let file = unsafe { BorrowedFd::borrow_raw(descriptor) };
    match sync(file) {
        Ok(()) => {
            recorder::synced(file);
            0
        }
        Err(_) => -1,
    }
}
