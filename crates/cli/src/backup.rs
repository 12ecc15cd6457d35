//! `trove backup` and `trove restore`: a profile in one file, and back.

use crate::arguments::Restore;
use crate::context::Context;
use crate::stop::{Code, Stop};
use crate::{answers, output, words};
use std::path::Path;
use trove_app::ui_types::UiError;

pub async fn back_up(context: &mut Context, file: &Path) -> Result<(), Stop> {
    let session = context.open_to_copy().await?;
    session.notices.iter().for_each(|notice| output::note(&words::notice(notice)));
    let bytes = context.app.back_up(file).await?;
    if context.json {
        return output::json(&answers::BackedUp { file: file.display().to_string(), bytes });
    }
    output::line(&words::backed_up(&session.profile.name, file))
}

pub async fn restore(context: &mut Context, wanted: Restore) -> Result<(), Stop> {
    let Restore { file, name, replace } = wanted;
    let backup = context.app.look_at_backup(&file, replace).await?;
    output::note(&words::backup_of(&backup));
    let password = context.password()?;
    let restored = match context.app.restore(&file, password, name, replace).await.map_err(Stop::from) {
        Err(Stop::App(UiError::WrongPassword)) => {
            output::note(words::NOT_THAT_DAYS_PASSWORD);
            return Err(Stop::Told(Code::Password));
        }
        Err(Stop::App(UiError::NameTaken)) => {
            output::note(words::NAME_TAKEN_HERE);
            return Err(Stop::Told(Code::Usage));
        }
        done => done?,
    };
    if context.json {
        output::json(&answers::Restored::from(restored))
    } else {
        words::restored(&restored).iter().try_for_each(|line| output::line(line))
    }
}
