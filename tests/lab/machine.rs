//! The machine: QEMU with a stock kernel, without anything of this machine's hardware.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use einlass_tests::ProcessGroup;

use crate::Outcome;
use crate::initrd::{found, only_entry};
use crate::wire::Socket;

/// Longer than any run takes; then it hangs, and is ended whatever becomes of us.
const ENDS_WITHIN_S: &str = "1800";

/// A running machine, switched off when this is dropped.
pub(crate) struct Machine {
    console: PathBuf,
    _qemu: ProcessGroup,
}

impl Machine {
    pub(crate) fn start(kernel: &Path, archive: &Path, folder: &Path, sockets: &[Socket]) -> Outcome<Self> {
        let version = only_entry(&kernel.join("lib/modules"))?;
        let console = folder.join("console.log");
        // Neighbours come first: the times of this machine say little anyway.
        let mut command = Command::new("nice");
        command
            .args(["-n", "10", "timeout", ENDS_WITHIN_S])
            .arg(found("qemu-system-x86_64")?)
            .args(["-accel", "tcg", "-cpu", "max", "-smp", "1", "-m", "1024"])
            .args(["-nodefaults", "-display", "none", "-no-reboot"])
            .arg("-kernel")
            .arg(kernel.join("boot").join(format!("vmlinuz-{version}")))
            .arg("-initrd")
            .arg(archive)
            // The virtual camera's thread never sleeps when it is late, which it often is here; so the kernel has to take the
            // processor away from it.
            .args([
                "-append",
                "console=ttyS0 quiet panic=-1 mitigations=off nokaslr preempt=full",
            ])
            .arg("-serial")
            .arg(format!("file:{}", console.display()))
            .args(["-device", "virtio-serial-pci,max_ports=16"]);
        for Socket { name, path, .. } in sockets {
            command
                .arg("-chardev")
                .arg(format!("socket,id={name},path={}", path.display()));
            command
                .arg("-device")
                .arg(format!("virtserialport,chardev={name},name={name}"));
        }
        let qemu = ProcessGroup::start(command.stdin(Stdio::null()));
        Ok(Self { console, _qemu: qemu })
    }

    /// What the kernel said.
    pub(crate) fn console(&self) -> String {
        fs::read(&self.console).map_or_else(
            |why| why.to_string(),
            |bytes| String::from_utf8_lossy(&bytes).into_owned(),
        )
    }
}
