//! What the figures were measured on, and how much memory a process has. Linux only; elsewhere unknown.

use std::fs;
use std::thread::available_parallelism;

/// One line: cores, processor, memory, system.
pub fn described() -> String {
    let cores = available_parallelism().map_or(1, usize::from);
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':'))
            .map_or_else(|| "unknown".to_owned(), |(_, value)| value.trim().to_owned())
    };
    let processor = field(&read("/proc/cpuinfo"), "model name");
    let memory = field(&read("/proc/meminfo"), "MemTotal");
    let memory = memory.split(' ').next().and_then(|kib| kib.parse::<u64>().ok()).map_or(0, |kib| kib >> 20);
    format!("{cores} cores of {processor}, {memory} GB of memory, {}", std::env::consts::OS)
}

/// Milliseconds that processors have worked for this thread: what a busy machine changes little.
#[cfg(target_os = "linux")]
pub fn worked() -> f64 {
    clock(rustix::time::ClockId::ThreadCPUTime)
}

/// The same for all threads of this process together.
#[cfg(target_os = "linux")]
pub fn worked_in_all() -> f64 {
    clock(rustix::time::ClockId::ProcessCPUTime)
}

#[cfg(target_os = "linux")]
fn clock(clock: rustix::time::ClockId) -> f64 {
    let time = rustix::time::clock_gettime(clock);
    #[expect(clippy::cast_precision_loss, reason = "a run takes minutes")]
    let ms = time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6;
    ms
}

#[cfg(not(target_os = "linux"))]
pub fn worked() -> f64 {
    f64::NAN
}

#[cfg(not(target_os = "linux"))]
pub fn worked_in_all() -> f64 {
    f64::NAN
}

/// Megabytes of this process in memory: now, and the most so far.
pub fn resident() -> (f64, f64) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.and_then(|rest| rest.trim().split(' ').next()?.parse::<f64>().ok());
        kib.map_or(f64::NAN, |kib| kib * 1024.0 / 1e6)
    };
    (field("VmRSS:"), field("VmHWM:"))
}
