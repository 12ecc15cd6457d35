//! `trove connect` and `trove connections`.

use crate::arguments::Connect;
use crate::context::Context;
use crate::input::ask;
use crate::stop::Stop;
use crate::{answers, output, words};
use trove_app::ui_types::{ConnectState, UiError};

pub async fn connect(context: &mut Context, wanted: Connect) -> Result<(), Stop> {
    context.open_to_write(words::SYNC_BUSY).await?;
    let token = if wanted.token_stdin {
        context.input.secret_line(words::EMPTY_TOKEN)?
    } else {
        ask(words::ASK_TOKEN, words::NO_TOKEN)?
    };
    context.app.connect_token(token).await?;
    let ConnectState::Confirming { replaces, .. } = context.app.connect_state().await? else {
        return Err(UiError::NothingPending.into());
    };
    // The window asks whether this is the right workspace, because a link can come from
    // anywhere; who types a token here has said so.
    if let Some(name) = wanted.name {
        context.app.name_connection(name).await?;
    }
    let card = context.app.confirm_connection().await?;
    if context.json {
        output::json(&answers::Connection::from(&card))
    } else {
        output::line(&words::connected(&card, replaces))
    }
}

pub async fn list(context: &mut Context) -> Result<(), Stop> {
    context.open_to_read().await?;
    let cards = context.app.connections().await?;
    if cards.is_empty() {
        output::note(words::NO_CONNECTION);
        return Err(Stop::NothingFound);
    }
    for card in cards {
        if context.json {
            output::json(&answers::Connection::from(&card))?;
        } else {
            output::line(&words::connection(&card))?;
        }
    }
    Ok(())
}
