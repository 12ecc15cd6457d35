//! What a built program of Linux gives an attacker less of: read from the file itself.
//!
//! System V gABI, chapters 4 and 5; `DF_1_NOW` and `GNU_RELRO` are the GNU linker's. Not other
//! systems' programs: their linkers harden by default, and nobody has looked here.

const DYNAMIC: u32 = 2;
const GNU_STACK: u32 = 0x6474_e551;
const GNU_RELRO: u32 = 0x6474_e552;
const EXECUTABLE: u32 = 1;
/// A program that may be loaded anywhere is linked as a library is.
const ANYWHERE: u16 = 3;

/// What is wrong with a program; nothing is right.
pub fn weaknesses(program: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let Some(parts) = segments(program) else { return vec!["it is no 64-bit ELF program".into()] };
    if read::<2>(program, 16).map(u16::from_le_bytes) != Some(ANYWHERE) {
        found.push("it is loaded at a fixed address".into());
    }
    if parts.iter().any(|part| part.kind == GNU_STACK && part.flags & EXECUTABLE > 0)
        || !parts.iter().any(|part| part.kind == GNU_STACK)
    {
        found.push("its stack may be executed".into());
    }
    let tags =
        parts.iter().find(|part| part.kind == DYNAMIC).map(|part| tags(program, part)).unwrap_or_default();
    // DT_BIND_NOW; DF_BIND_NOW of DT_FLAGS; DF_1_NOW of DT_FLAGS_1.
    let at_once = |(tag, value): &(u64, u64)| {
        *tag == 24 || *tag == 30 && value & 8 > 0 || *tag == 0x6fff_fffb && value & 1 > 0
    };
    if !parts.iter().any(|part| part.kind == GNU_RELRO) || !tags.iter().any(at_once) {
        found.push("its tables of addresses can be written while it runs".into());
    }
    // DT_RPATH, DT_RUNPATH.
    if tags.iter().any(|(tag, _)| [15, 29].contains(tag)) {
        found.push("it looks for libraries in a folder of the machine that built it".into());
    }
    found.extend(secrets(program));
    found
}

struct Segment {
    kind: u32,
    flags: u32,
    offset: usize,
    size: usize,
}

fn segments(program: &[u8]) -> Option<Vec<Segment>> {
    // Magic, 64 bits, least byte first.
    if program.get(..6)? != b"\x7fELF\x02\x01" {
        return None;
    }
    let first = usize::try_from(u64::from_le_bytes(read(program, 32)?)).ok()?;
    let [size, amount] = [54, 56].map(|at| read(program, at).map(u16::from_le_bytes));
    let (size, amount) = (usize::from(size?), usize::from(amount?));
    (0..amount)
        .map(|nth| {
            let at = first.checked_add(nth * size)?;
            let long = |offset| usize::try_from(u64::from_le_bytes(read(program, at + offset)?)).ok();
            Some(Segment {
                kind: u32::from_le_bytes(read(program, at)?),
                flags: u32::from_le_bytes(read(program, at + 4)?),
                offset: long(8)?,
                size: long(32)?,
            })
        })
        .collect()
}

/// Tag and value of each entry.
fn tags(program: &[u8], part: &Segment) -> Vec<(u64, u64)> {
    let bytes = program.get(part.offset..part.offset.saturating_add(part.size)).unwrap_or_default();
    let long = |entry: &[u8], at| read(entry, at).map_or(0, u64::from_le_bytes);
    bytes.chunks_exact(16).map(|entry| (long(entry, 0), long(entry, 8))).collect()
}

fn read<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// Tokens of Notion's (a word and what is random behind it), and private keys.
fn secrets(program: &[u8]) -> Vec<String> {
    // Written in halves, so as not to find themselves.
    [
        (concat!("nt", "n_"), 40, "a token"),
        (concat!("secret", "_"), 43, "a token"),
        (concat!("PRIVATE KEY", "-----\nMI"), 40, "a private key"),
    ]
    .into_iter()
    .filter(|(start, length, _)| {
        // Texts of a program lie one behind the other without a gap; words of ours have no digits.
        let random = |rest: &[u8]| {
            let digits = rest.iter().take(*length).filter(|byte| byte.is_ascii_digit()).count();
            rest.len() >= *length && digits > 3 && rest.iter().take(*length).all(|byte| is_random(*byte))
        };
        let starts =
            program.windows(start.len()).enumerate().filter(|(_, window)| *window == start.as_bytes());
        starts.into_iter().any(|(at, _)| program.get(at + start.len()..).is_some_and(random))
    })
    .map(|(_, _, what)| format!("{what} is in it"))
    .collect()
}

fn is_random(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/".contains(&byte)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// Check 60. Built by the same compiler with the same defaults as the programs; `bundle`
    /// looks at those themselves.
    #[test]
    fn programs_are_hardened() {
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        assert_eq!(weaknesses(&own), Vec::<String>::new());
    }

    /// Check 60 (control).
    #[test]
    fn each_weakness_is_found() {
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let changed = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut other = own.clone();
            change(&mut other);
            weaknesses(&other)
        };
        let first = usize::try_from(u64::from_le_bytes(read(&own, 32).unwrap())).unwrap();
        let parts = segments(&own).unwrap();
        let at = |kind: u32| first + 56 * parts.iter().position(|part| part.kind == kind).unwrap();
        assert_eq!(changed(&|own| own[16] = 2), ["it is loaded at a fixed address"]);
        assert_eq!(changed(&|own| own[at(GNU_STACK) + 4] |= 1), ["its stack may be executed"]);
        let tables = ["its tables of addresses can be written while it runs"];
        assert_eq!(changed(&|own| own[at(GNU_RELRO)] = 0), tables);
        let dynamic = &parts[parts.iter().position(|part| part.kind == DYNAMIC).unwrap()];
        let path = ["it looks for libraries in a folder of the machine that built it"];
        // The first entry names a library that is needed.
        assert_eq!(changed(&|own| own[dynamic.offset] = 29), path);
        let token = [concat!("nt", "n_"), &"a1".repeat(25)].concat();
        assert_eq!(changed(&|own| own.extend(token.as_bytes())), ["a token is in it"]);
        let key = [concat!("PRIVATE KEY", "-----\nMI"), &"B4".repeat(25)].concat();
        assert_eq!(changed(&|own| own.extend(key.as_bytes())), ["a private key is in it"]);
        assert_eq!(weaknesses(b"MZ"), ["it is no 64-bit ELF program"]);
    }
}
