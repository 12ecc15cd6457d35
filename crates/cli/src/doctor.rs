//! `trove doctor` and `trove logs`: what is wrong with this installation, what would be done about
//! it, and what may be handed to whoever helps.
//!
//! Both work where the app itself cannot start, so neither has a [`Context`] until a profile is
//! to be opened.

use crate::arguments::{Common, Doctor, Logs};
use crate::context::{Context, paths};
use crate::stop::{Code, Stop};
use crate::{answers, output, words};
use trove_app::doctor::{self, Finding, Part};
use trove_app::support_bundle;

pub async fn doctor(common: Common, wanted: &Doctor) -> Result<(), Stop> {
    let (json, paths) = (common.json, paths(&common)?);
    let mut found = doctor::examine(&paths);
    // What does not even open is told, and no password asked for.
    if wanted.open && !found.iter().any(|finding| finding.part == Part::Registry && finding.is_open()) {
        let mut context = Context::new(common)?;
        let looked = look_inside(&mut context).await;
        context.app.shut_down().await;
        found.extend(looked?);
    }
    if wanted.repair {
        doctor::repair(&paths, &mut found);
    }
    for finding in &found {
        if json {
            output::json(&answers::Examined::from(finding))?;
        } else {
            output::line(&words::finding(finding))?;
        }
    }
    if !json {
        output::line(&words::examined(&found, wanted.repair))?;
    }
    match code(&found) {
        Code::Done => Ok(()),
        code => Err(Stop::Told(code)),
    }
}

async fn look_inside(context: &mut Context) -> Result<Vec<Finding>, Stop> {
    context.open_to_examine().await?;
    Ok(context.app.examine_profile().await?)
}

pub fn logs(common: &Common, wanted: &Logs) -> Result<(), Stop> {
    let paths = paths(common)?;
    let Some(file) = &wanted.bundle else {
        return output::line(&paths.logs().display().to_string());
    };
    let report: Vec<String> = doctor::examine(&paths)
        .iter()
        .filter_map(|finding| serde_json::to_string(&answers::Examined::from(finding)).ok())
        .collect();
    let about = format!(
        "{{\"version\":\"{}\",\"system\":\"{}\"}}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS
    );
    match support_bundle::write(&paths, file, &format!("{about}{}\n", report.join("\n"))) {
        Ok(()) => output::done(&words::bundled(file), common.json),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(Stop::Usage(words::bundle_exists(file)))
        }
        Err(error) => Err(Stop::App(error.into())),
    }
}

fn code(found: &[Finding]) -> Code {
    let of_files = |part| {
        !matches!(
            part,
            Part::Disk | Part::Keychain | Part::Scheme | Part::Clock | Part::Proxy | Part::Certificates
        )
    };
    let open = || found.iter().filter(|finding| finding.is_open()).map(|finding| finding.part);
    match (open().next(), open().any(of_files)) {
        (None, _) => Code::Done,
        (_, true) => Code::Files,
        (_, false) => Code::Other,
    }
}
