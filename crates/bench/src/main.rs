//! `trove-bench`: takes the figures and shows the table. `cargo xtask bench` builds and runs it.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what it prints is what it is for")]

use clap::Parser;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use trove_bench::answered::{Doing, Memory};
use trove_bench::context::{Context, Texts};
use trove_bench::parts::PARTS;
use trove_bench::report::Report;
use trove_bench::{Stop, answered, machine, measured};

#[derive(Parser)]
#[command(about = "Takes the figures Trove is measured by")]
struct Options {
    /// Pages of the main corpus
    #[arg(long, default_value_t = 100_000)]
    pages: usize,
    /// What pages are made of
    #[arg(long, default_value = "packages")]
    corpus: Texts,
    /// These parts and no others
    #[arg(long, value_delimiter = ',', value_name = "PART,…")]
    only: Vec<String>,
    /// Also write the figures as one flat object
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write docs/performance.md even if only parts were run; what it says of others stays
    #[arg(long)]
    write_docs: bool,
    /// Leave docs/performance.md as it is
    #[arg(long, conflicts_with = "write_docs")]
    no_docs: bool,
    /// Where texts fetched by apt are kept for the next run
    #[arg(long, value_name = "FOLDER")]
    texts: Option<PathBuf>,
    /// Make everything here and leave it, to look at it with a profiler (see --measure in the source)
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Search an index that is there already and say what it took: what the bench asks of itself
    #[arg(long, hide = true)]
    measure: Option<PathBuf>,
    #[arg(long, hide = true, default_value_t = 0)]
    chunk_bytes: usize,
    /// Open a profile that is there already and ask it: the same, of the app as a whole
    #[arg(long, hide = true)]
    ask: Option<PathBuf>,
    #[arg(long, hide = true, default_value = "search")]
    doing: Doing,
    #[arg(long, hide = true, default_value = "auto")]
    memory: Memory,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(code) => code,
        Err(Stop(why)) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<ExitCode, Stop> {
    if let Some(folder) = &options.measure {
        println!("{}", measured::child(folder, options.pages, options.chunk_bytes)?);
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(folder) = &options.ask {
        println!("{}", answered::child(folder, options.doing, options.memory)?);
        return Ok(ExitCode::SUCCESS);
    }
    for name in &options.only {
        if !PARTS.iter().any(|(part, _)| part == name) {
            let parts: Vec<&str> = PARTS.iter().map(|(part, _)| *part).collect();
            return Err(Stop(format!("There is no part `{name}`. There are: {}.", parts.join(", "))));
        }
    }
    let temporary = tempfile::tempdir()?;
    let folder = options.folder.clone().unwrap_or_else(|| temporary.path().to_owned());
    let texts = options.texts.clone().unwrap_or_else(|| folder.join("texts"));
    let mut context = Context::new(options.pages, folder, options.corpus, texts);
    let mut report = Report::new(machine::described());
    println!("{}\n", report.machine);
    for (name, part) in PARTS {
        if options.only.is_empty() || options.only.iter().any(|only| only == name) {
            part(&mut context, &mut report)?;
        }
    }
    if let Some(file) = &options.json {
        report.write_json(file)?;
    }
    if options.write_docs || options.only.is_empty() && !options.no_docs {
        report.write_docs(Path::new("docs/performance.md"), !options.only.is_empty())?;
    }
    let missed = report.rows().iter().filter(|row| row.met() == Some(false)).count();
    println!("\n{} figures, {missed} short of their target", report.rows().len());
    Ok(ExitCode::SUCCESS)
}
