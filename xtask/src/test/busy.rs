//! Processes that do nothing but keep the cores busy, so that a test which only passes on an
//! idle machine shows itself.

use std::io::Read;
use std::process::{Child, Command, ExitCode, Stdio};

use crate::outcome::{Outcome, Stop};

/// As many as there are cores. They end when this is dropped, and also, since their
/// standard input closes then, when we are killed.
pub struct BusyCores {
    processes: Vec<Child>,
}

impl BusyCores {
    pub fn start() -> Outcome<Self> {
        let stop = |why: std::io::Error| Stop(format!("No busy process could be started: {why}."));
        let ourselves = std::env::current_exe().map_err(stop)?;
        let mut busy = Self { processes: Vec::new() };
        for _ in 0..cores() {
            let mut command = Command::new(&ourselves);
            busy.processes.push(command.arg("busy").stdin(Stdio::piped()).spawn().map_err(stop)?);
        }
        Ok(busy)
    }
}

impl Drop for BusyCores {
    fn drop(&mut self) {
        for process in &mut self.processes {
            // One that has ended already is what is wanted.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// `cargo xtask busy`: one of those processes.
pub fn until_input_closes() -> Outcome<ExitCode> {
    std::thread::spawn(|| {
        loop {
            std::hint::spin_loop();
        }
    });
    let read = std::io::stdin().lock().read_to_end(&mut Vec::new());
    read.map(|_| ExitCode::SUCCESS).map_err(|why| Stop(format!("Standard input: {why}.")))
}
