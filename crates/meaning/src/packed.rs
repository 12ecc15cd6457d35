//! The file that the model comes in, as `model/pack.py` writes it.
//!
//! Eight bytes (`trovemn1`), then sections until the end: the length of a name in one byte, the
//! name, the length of the data in four (little-endian), the data. `pieces` is SentencePiece's
//! model; `table0` to `table16` are rows of 512 numbers of 6 bits, four in three bytes; all
//! others are 32-bit floats, little-endian.

use std::collections::HashMap;

const MAGIC: &[u8] = b"trovemn1";

/// The file is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no model that this version reads: {0}")]
pub struct NotAModel(pub(crate) String);

impl NotAModel {
    pub(crate) fn because(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// The sections of a file, each taken once.
pub struct Sections<'a>(HashMap<&'a str, &'a [u8]>);

impl<'a> Sections<'a> {
    /// # Errors
    /// When it does not begin or end as it should.
    pub fn read(file: &'a [u8]) -> Result<Self, NotAModel> {
        let mut rest = file.strip_prefix(MAGIC).ok_or_else(|| NotAModel::because("another beginning"))?;
        let mut sections = HashMap::new();
        while !rest.is_empty() {
            let section = section(rest).ok_or_else(|| NotAModel::because("it ends within a section"))?;
            let (name, data, after) = section;
            sections.insert(name, data);
            rest = after;
        }
        Ok(Self(sections))
    }

    /// # Errors
    /// When there is none of this name.
    pub fn take(&mut self, name: &str) -> Result<&'a [u8], NotAModel> {
        self.0.remove(name).ok_or_else(|| NotAModel::because(format!("it has no {name}")))
    }

    /// # Errors
    /// When there is none of this name, or not so many numbers.
    pub fn floats(&mut self, name: &str, count: usize) -> Result<Vec<f32>, NotAModel> {
        let bytes = self.take(name)?;
        let (numbers, rest) = bytes.as_chunks::<4>();
        if numbers.len() != count || !rest.is_empty() {
            return Err(NotAModel::because(format!("{name} has {} bytes", bytes.len())));
        }
        let numbers: Vec<f32> = numbers.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        if numbers.iter().all(|number| number.is_finite()) {
            Ok(numbers)
        } else {
            Err(NotAModel::because(format!("{name} has what is no number")))
        }
    }
}

fn section(rest: &[u8]) -> Option<(&str, &[u8], &[u8])> {
    let (length, rest) = rest.split_first()?;
    let (name, rest) = rest.split_at_checked(usize::from(*length))?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (data, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    Some((std::str::from_utf8(name).ok()?, data, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_off_or_another_file_is_told() {
        let mut file = b"trovemn1\x01a\x02\0\0\0xy\x01b\x08\0\0\0".to_vec();
        file.extend(1.5_f32.to_le_bytes());
        file.extend((-2.0_f32).to_le_bytes());
        let mut sections = Sections::read(&file).unwrap();
        assert_eq!(sections.take("a").unwrap(), b"xy");
        assert!(sections.take("a").is_err());
        assert_eq!(sections.floats("b", 2).unwrap(), [1.5, -2.0]);
        for length in (0..8).chain(9..15).chain(17..file.len()) {
            if length != 16 {
                assert!(Sections::read(&file[..length]).is_err(), "{length}");
            }
        }
        assert!(Sections::read(b"trovemn2").is_err());
        let nan = [b"trovemn1\x01b\x04\0\0\0".as_slice(), &f32::NAN.to_le_bytes()].concat();
        assert!(Sections::read(&nan).unwrap().floats("b", 1).is_err());
        assert!(Sections::read(&nan).unwrap().floats("b", 2).is_err());
    }
}
