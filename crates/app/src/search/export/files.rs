//! The files of one export: a new folder that nobody else may enter, whole before it has its
//! name, and gone if it does not come so far.

use super::file_name::{Names, file_name};
use super::page::Page;
use super::{csv, markdown};
use crate::ui_types::{ExportFormat, UiError};
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use trove_private_file::{create, new_folder, sync_folder};

/// Exports of one day in one folder.
const MOST_OF_A_DAY: u32 = 1_000;

pub struct Files {
    // Dropped first: Windows removes no file that is open.
    format: Format,
    folder: Unfinished,
    /// What it is called once it is whole.
    end: PathBuf,
}

enum Format {
    Markdown(Names),
    /// Which columns there are is known at the end.
    Csv(Vec<Page>),
    JsonLines(BufWriter<File>),
}

/// A folder that goes with its owner unless it was kept.
struct Unfinished(Option<PathBuf>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if self.remove().is_some() {
            tracing::warn!("an unfinished export could not be removed");
        }
    }
}

impl Files {
    /// # Errors
    /// When there can be no new folder.
    pub fn begin(inside: &Path, name: &str, format: ExportFormat) -> Result<Self, UiError> {
        let (folder, end) = new(inside, name)?;
        let folder = Unfinished(Some(folder));
        let format = match format {
            ExportFormat::Markdown => Format::Markdown(Names::default()),
            ExportFormat::Csv => Format::Csv(Vec::new()),
            ExportFormat::JsonLines => {
                Format::JsonLines(BufWriter::new(create(&folder.file("pages.jsonl")?)?))
            }
        };
        Ok(Self { folder, end, format })
    }

    /// # Errors
    /// When they cannot be written: nothing of the export stays.
    pub fn put(mut self, pages: Vec<Page>) -> Result<Self, UiError> {
        match &mut self.format {
            Format::Markdown(names) => {
                for page in &pages {
                    let name = names.free(&file_name(&page.title()), "md");
                    let mut file = create(&self.folder.file(&name)?)?;
                    file.write_all(markdown::written(page).as_bytes())?;
                    file.sync_all()?;
                }
            }
            Format::Csv(rows) => {
                // The text is in no column.
                rows.extend(pages.into_iter().map(|page| Page { text: None, ..page }));
            }
            Format::JsonLines(file) => {
                for page in &pages {
                    serde_json::to_writer(&mut *file, &Line::of(page)).map_err(std::io::Error::from)?;
                    file.write_all(b"\n")?;
                }
            }
        }
        Ok(self)
    }

    /// Removes what was written: the folder, where that cannot be done.
    pub fn discard(self) -> Option<PathBuf> {
        let Self { format, mut folder, .. } = self;
        drop(format);
        folder.remove()
    }

    /// The folder, under its name.
    ///
    /// # Errors
    /// When it cannot be written: nothing of it stays.
    pub fn end(mut self) -> Result<PathBuf, UiError> {
        match self.format {
            Format::Markdown(_) => {}
            Format::Csv(rows) => {
                let mut file = BufWriter::new(create(&self.folder.file("pages.csv")?)?);
                csv::write(&rows, &mut file)?;
                file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
            }
            Format::JsonLines(file) => {
                file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
            }
        }
        if let Some(folder) = &self.folder.0 {
            sync_folder(folder)?;
            std::fs::rename(folder, &self.end)?;
        }
        self.folder.0 = None;
        self.end.parent().map_or(Ok(()), sync_folder)?;
        Ok(self.end)
    }
}

impl Unfinished {
    /// What could not be removed.
    fn remove(&mut self) -> Option<PathBuf> {
        self.0.take().filter(|folder| std::fs::remove_dir_all(folder).is_err())
    }

    fn file(&self, name: &str) -> Result<PathBuf, UiError> {
        self.0.as_ref().map(|folder| folder.join(name)).ok_or(UiError::Internal)
    }
}

/// A new folder for what is not whole yet, and its name for when it is: neither was there.
fn new(inside: &Path, name: &str) -> Result<(PathBuf, PathBuf), UiError> {
    for number in 1..=MOST_OF_A_DAY {
        let name = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
        let (end, part) = (inside.join(&name), inside.join(format!("{name}.part")));
        if end.symlink_metadata().is_ok() {
            continue;
        }
        match new_folder(&part) {
            Ok(()) => return Ok((part, end)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(UiError::Disk)
}

/// A page as a line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    kind: crate::ui_types::PageKind,
    title: String,
    url: &'a str,
    workspaces: &'a [String],
    path: &'a [String],
    edited: Option<String>,
    properties: Vec<Property<'a>>,
    /// Not there where it was never read.
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct Property<'a> {
    name: &'a str,
    value: &'a str,
}

impl<'a> Line<'a> {
    fn of(page: &'a Page) -> Self {
        let Page { hit, properties, text } = page;
        Self {
            id: &hit.id,
            kind: hit.kind,
            title: page.title(),
            url: &hit.url,
            workspaces: &hit.workspaces,
            path: &hit.path,
            edited: page.edited(),
            properties: properties.iter().map(|(name, value)| Property { name, value }).collect(),
            text: text.as_deref(),
        }
    }
}
