//! The site of a page, for cleaning with what was learnt of it.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueHint};
use textsieve::{Error, Pipeline, SiteFields, SiteKey, SiteTemplates, TemplateLearner, Templates};

use crate::learn::Reader;

#[derive(Debug, Args)]
#[group(skip)]
#[command(group = ArgGroup::new("site_of").args(["site", "site_field"]))]
pub(crate) struct SiteArgs {
    /// Cut as well what the pages of a site share, by a file of `textsieve learn`
    #[arg(long, value_name = "FILE", requires = "site_of", value_hint = ValueHint::FilePath)]
    templates: Option<PathBuf>,
    /// The same, learnt from the files themselves, which are read twice; no pipe can be
    #[arg(long, conflicts_with = "templates", requires = "site_field")]
    learn: bool,
    /// JSON field with the address of the page, of which the host is the site, or with a name of the site
    #[arg(long, value_name = "NAME")]
    site_field: Option<String>,
    /// The site that all pages are of
    #[arg(long, value_name = "HOST")]
    site: Option<String>,
    /// Take the registered domain for the site, not the host
    #[arg(long, requires = "site_of")]
    domain: bool,
}

pub(crate) fn key(domain: bool) -> SiteKey {
    if domain { SiteKey::Domain } else { SiteKey::Host }
}

/// What is known of the sites of the pages that are cleaned.
#[derive(Debug)]
pub(crate) enum Sites {
    Unknown,
    One(Option<SiteTemplates>),
    ByField(Templates, SiteFields),
}

impl Sites {
    /// Reads or learns the templates that are asked for. `files` are those that are cleaned, JSON lines with the text in `field`.
    pub(crate) fn new(args: &SiteArgs, files: &[PathBuf], field: &str) -> Result<Self, String> {
        let key = key(args.domain);
        let fields = args.site_field.as_ref().map(|site_field| SiteFields::new(field, site_field, key));
        let templates = match (&args.templates, &fields) {
            (Some(path), _) => Templates::from_path(path).map_err(|error| error.to_string())?,
            (None, Some(fields)) if args.learn => learn(fields, files)?,
            _ => return Ok(Self::Unknown),
        };
        Ok(match (fields, &args.site) {
            (Some(fields), _) => Self::ByField(templates, fields),
            (None, site) => Self::One(site.as_ref().and_then(|site| templates.site(&key.of(site)?))),
        })
    }

    /// The pipeline for a record of JSON lines. A record whose site is not told or not known gets the rules alone.
    pub(crate) fn pipeline_for(&self, pipeline: &Pipeline, record: &[u8]) -> Result<Pipeline, Error> {
        let site = match self {
            Self::ByField(templates, fields) if !record.trim_ascii().is_empty() => {
                fields.site(record)?.and_then(|site| templates.site(&site))
            }
            _ => return Ok(self.pipeline(pipeline)),
        };
        Ok(site.map_or_else(|| pipeline.clone(), |site| pipeline.with_site(site)))
    }

    /// The pipeline for a text.
    pub(crate) fn pipeline(&self, pipeline: &Pipeline) -> Pipeline {
        match self {
            Self::One(Some(site)) => pipeline.with_site(site.clone()),
            _ => pipeline.clone(),
        }
    }
}

/// What cannot be read is said when it is cleaned.
fn learn(fields: &SiteFields, files: &[PathBuf]) -> Result<Templates, String> {
    if files.is_empty() || files.iter().any(|file| !file.is_file()) {
        return Err("--learn reads its input twice, so it takes files alone; `textsieve learn` and --templates are for the rest".into());
    }
    let mut reader =
        Reader { fields: fields.clone(), examples: false, learner: TemplateLearner::new(), pages: 0, without_site: 0, failed: 0 };
    files.iter().for_each(|file| reader.file(file, drop));
    Ok(reader.learner.finish())
}
