//! `trove profile`: make, claim and list; what opens one, and where its tokens are.

use crate::context::{Context, named};
use crate::stop::Stop;
use crate::{answers, output, words};
use trove_app::ui_types::{ProfileCard, Role};

pub async fn add(context: &mut Context, name: String) -> Result<(), Stop> {
    let profiles = context.app.start().await?.profiles;
    if profiles.is_empty() {
        let password = context.new_password()?;
        let session = context.app.create_administrator(name, password).await?;
        return made(context, session.profile);
    }
    // Nobody chooses a password for somebody else: they could open the profile for ever.
    context.open_to_read().await?;
    let card = context.app.create_profile(name, Role::Member).await?;
    made(context, card)
}

pub async fn claim(context: &mut Context, name: &str) -> Result<(), Stop> {
    let profile = named(context.app.start().await?.profiles, name)?;
    let password = context.new_password()?;
    let session = context.app.claim_profile(&profile.id, password).await?;
    made(context, session.profile)
}

pub async fn remember(context: &mut Context, name: String, on: bool) -> Result<(), Stop> {
    context.choose(name);
    context.open_to_read().await?;
    context.app.remember_me(on).await?;
    output::done(if on { words::REMEMBERED } else { words::NOT_REMEMBERED }, context.json)
}

pub async fn sealed(context: &mut Context, name: String, sealed: bool) -> Result<(), Stop> {
    context.choose(name);
    context.open_to_write(words::TOKENS_IN_USE).await?;
    let kept = context.app.keep_tokens_sealed(sealed).await?;
    output::done(&words::tokens_kept(kept, sealed), context.json)
}

pub async fn list(context: &Context) -> Result<(), Stop> {
    let profiles = context.app.start().await?.profiles;
    if profiles.is_empty() {
        output::note(words::NO_PROFILE);
        return Err(Stop::NothingFound);
    }
    for card in profiles {
        if context.json {
            output::json(&answers::Profile::from(card))?;
        } else {
            output::line(&words::profile(&card.name, card.role, card.claimed))?;
        }
    }
    Ok(())
}

fn made(context: &Context, card: ProfileCard) -> Result<(), Stop> {
    if context.json {
        output::json(&answers::Profile::from(card))
    } else {
        output::line(&words::profile_made(&card.name, card.claimed))
    }
}
