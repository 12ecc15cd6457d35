//! A browser played by hand: reads the consent page, answers it, and tells where it was
//! sent. The stories that need a real one take Chromium.

use reqwest::header::LOCATION;

use crate::process::Outcome;
use crate::sim::Sim;

/// Opens the consent page and allows the pages that are ticked already.
pub async fn allows(sim: &Sim, address: &str) -> Outcome<String> {
    answers(sim, address, "allow").await
}

pub async fn cancels(sim: &Sim, address: &str) -> Outcome<String> {
    answers(sim, address, "cancel").await
}

async fn answers(sim: &Sim, address: &str, decision: &str) -> Outcome<String> {
    let page = sim.http().get(address).send().await?.error_for_status()?.text().await?;
    let ticket = value_after(&page, "name=\"ticket\" value=\"").ok_or("the consent page has no ticket")?;
    let mut fields = url::form_urlencoded::Serializer::new(String::new());
    fields.append_pair("ticket", ticket).append_pair("decision", decision);
    for choice in page.split("name=\"page\" value=\"").skip(1) {
        if let Some((id, rest)) = choice.split_once('"')
            && rest.starts_with(" checked")
        {
            fields.append_pair("page", id);
        }
    }
    let post = sim.http().post(format!("{}/v1/oauth/authorize", sim.origin));
    let answer =
        post.header("content-type", "application/x-www-form-urlencoded").body(fields.finish()).send().await?;
    let location = answer.headers().get(LOCATION).ok_or("the consent page sent nobody anywhere")?;
    Ok(location.to_str()?.to_owned())
}

/// Follows a redirect to the app's own listener on this computer, as a browser would.
pub async fn follows(sim: &Sim, location: &str) -> Outcome {
    let answer = sim.http().get(location).send().await?;
    if answer.status().is_success() { Ok(()) } else { Err(format!("{location}: {}", answer.status()).into()) }
}

fn value_after<'a>(page: &'a str, start: &str) -> Option<&'a str> {
    page.split_once(start)?.1.split_once('"').map(|(value, _)| value)
}
