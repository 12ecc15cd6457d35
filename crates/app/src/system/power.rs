//! Whether the computer runs on its battery, where the system tells.
//!
//! Linux does, in files (the kernel's `Documentation/ABI/testing/sysfs-class-power`). Windows and
//! macOS tell through interfaces that nobody has tried here: there it counts as plugged in.

use std::fs;
use std::path::Path;

const SUPPLIES: &str = "/sys/class/power_supply";

pub fn on_battery() -> bool {
    cfg!(target_os = "linux") && discharging(Path::new(SUPPLIES))
}

/// A battery is being emptied, and nothing that could fill it is plugged in. The battery of a
/// mouse is none of the computer's.
fn discharging(supplies: &Path) -> bool {
    let Ok(entries) = fs::read_dir(supplies) else { return false };
    let mut emptied = false;
    for supply in entries.flatten() {
        let told = |name: &str| {
            let text = fs::read_to_string(supply.path().join(name)).unwrap_or_default();
            text.trim().to_ascii_lowercase()
        };
        if told("scope") == "device" {
            continue;
        }
        match told("type").as_str() {
            "battery" => emptied |= told("status") == "discharging",
            _ if told("online") == "1" => return false,
            _ => {}
        }
    }
    emptied
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of each supply its files with what they say.
    fn told(supplies: &[&[(&str, &str)]]) -> bool {
        let folder = tempfile::tempdir().unwrap();
        for (nth, files) in supplies.iter().enumerate() {
            let supply = folder.path().join(format!("supply{nth}"));
            fs::create_dir(&supply).unwrap();
            for (name, text) in *files {
                fs::write(supply.join(name), format!("{text}\n")).unwrap();
            }
        }
        discharging(folder.path())
    }

    #[test]
    fn it_is_on_battery_when_one_is_emptied_and_nothing_is_plugged_in() {
        let emptied: &[_] = &[("type", "Battery"), ("status", "Discharging")];
        let full: &[_] = &[("type", "Battery"), ("status", "Full")];
        let plugged: &[_] = &[("type", "Mains"), ("online", "1")];
        let unplugged: &[_] = &[("type", "Mains"), ("online", "0")];
        let usb: &[_] = &[("type", "USB"), ("online", "1")];
        let mouse: &[_] = &[("type", "Battery"), ("status", "Discharging"), ("scope", "Device")];
        assert!(told(&[unplugged, emptied]) && told(&[emptied]) && told(&[full, emptied]));
        assert!(!told(&[plugged, emptied]) && !told(&[emptied, usb]));
        assert!(!told(&[full, unplugged]) && !told(&[mouse]) && !told(&[mouse, plugged]) && !told(&[]));
        assert!(!discharging(Path::new("/nowhere")));
    }
}
