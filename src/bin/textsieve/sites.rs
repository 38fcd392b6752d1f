//! Of which site a page is, and what is known of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Result;
use textsieve::corpus::Wet;
use textsieve::{Category, Config, Error, Format, Pipeline, SiteFields, SiteKey, SiteTemplates, TemplateLearner, Templates};

use crate::BadUsage;
use crate::inputs::Input;
use crate::learn::{Look, show};

/// What was learnt of the sites of the pages that are cleaned.
pub(crate) enum Sites {
    Unknown,
    /// All pages are of one site, of which perhaps nothing is known.
    One(Option<SiteTemplates>),
    Each {
        templates: Templates,
        fields: Option<SiteFields>,
        key: SiteKey,
        /// Records that do not tell their site.
        untold: Arc<AtomicU64>,
    },
}

pub(crate) fn key(domain: bool) -> SiteKey {
    if domain { SiteKey::Domain } else { SiteKey::Host }
}

impl Sites {
    /// Reads or learns what the configuration asks for.
    pub(crate) fn new(config: &Config, inputs: &[Input]) -> Result<Self> {
        let run = &config.run;
        let is_off = config.categories.get(&Category::Template) == Some(&false);
        if is_off || run.templates.is_none() && !run.learn {
            return Ok(Self::Unknown);
        }
        let key = key(run.domain);
        let fields = run.site_field.as_ref().map(|site| SiteFields::new(run.field.as_deref().unwrap_or("text"), site, key));
        if run.site.is_none() && fields.is_none() && inputs.iter().any(|input| input.format != Format::Wet) {
            return Err(BadUsage("of which site is a page? --site-field names the JSON field that tells, or --site the site".into()).into());
        }
        let templates = match &run.templates {
            Some(path) => Templates::from_path(path).map_err(|error| BadUsage(error.to_string()))?,
            None => learn(inputs, Look::new(fields.clone(), key, run.lossy))?,
        };
        Ok(match &run.site {
            Some(site) => Self::One(key.of(site).and_then(|site| templates.site(&site))),
            None => Self::Each { templates, fields, key, untold: Arc::default() },
        })
    }

    /// The count of records that do not tell their site.
    pub(crate) fn untold(&self) -> Arc<AtomicU64> {
        match self {
            Self::Each { untold, .. } => Arc::clone(untold),
            _ => Arc::default(),
        }
    }

    /// The pipeline for a text. Where the site is not told or not known it is the given one.
    pub(crate) fn pipeline(&self, pipeline: &Pipeline) -> Pipeline {
        match self {
            Self::One(Some(site)) => pipeline.with_site(site.clone()),
            _ => pipeline.clone(),
        }
    }

    /// The pipeline for a line of JSON lines.
    pub(crate) fn pipeline_of_line(&self, pipeline: &Pipeline, line: &[u8]) -> Result<Pipeline, Error> {
        match self {
            Self::Each { templates, fields: Some(fields), untold, .. } if !line.trim_ascii().is_empty() => {
                let site = fields.site(line)?;
                if site.is_none() {
                    untold.fetch_add(1, Ordering::Relaxed);
                }
                let site = site.and_then(|site| templates.site(&site));
                Ok(site.map_or_else(|| pipeline.clone(), |site| pipeline.with_site(site)))
            }
            _ => Ok(self.pipeline(pipeline)),
        }
    }

    /// The pipeline for a WET record.
    pub(crate) fn pipeline_of_wet(&self, pipeline: &Pipeline, record: &[u8]) -> Result<Pipeline, Error> {
        match self {
            Self::Each { templates, key, .. } => {
                let site = Wet::new().address(record)?.and_then(|address| templates.site(&key.of(&address)?));
                Ok(site.map_or_else(|| pipeline.clone(), |site| pipeline.with_site(site)))
            }
            _ => Ok(self.pipeline(pipeline)),
        }
    }
}

/// Learns from the files that are cleaned afterwards. What cannot be read is said then.
fn learn(inputs: &[Input], look: Look) -> Result<Templates> {
    if inputs.iter().any(|input| input.path.as_ref().is_none_or(|path| path.exists() && !path.is_file())) {
        let message = "--learn reads its input twice, so it takes files alone; `textsieve learn` and --templates are for the rest";
        return Err(BadUsage(message.into()).into());
    }
    let inputs = inputs.iter().filter(|input| input.error.is_none()).map(Input::again).collect();
    let mut learner = TemplateLearner::new();
    show(inputs, look, |looked| learner.extend(looked.pages));
    Ok(learner.finish())
}
