//! What is to be cleaned and by which pipeline: the arguments, and a configuration below them.

use std::path::{Path, PathBuf};

use anyhow::Result;
use textsieve::{Config, Pipeline, RunConfig};

use crate::BadUsage;
use crate::args::SourceArgs;

pub(crate) struct Source {
    pub(crate) pipeline: Pipeline,
    /// What the configuration says, if there is one, and else the preset.
    pub(crate) config: Config,
}

impl Source {
    pub(crate) fn new(args: &SourceArgs) -> Result<Self> {
        let (mut config, pipeline) = match &args.config {
            Some(path) => read_config(path)?,
            None => {
                let mut config = Config::default();
                config.preset = Some(args.preset.unwrap_or_default());
                (config, Pipeline::preset(args.preset.unwrap_or_default()))
            }
        };
        let run = &mut config.run;
        if !args.files.is_empty() {
            run.files.clone_from(&args.files);
        }
        if run.files.is_empty() {
            run.files.push("-".into());
        }
        run.format = args.format.or(run.format);
        run.field = args.field.clone().or(run.field.take());
        run.lossy |= args.lossy;
        run.templates = args.templates.clone().or(run.templates.take());
        run.learn |= args.learn;
        if args.site.is_some() || args.site_field.is_some() {
            run.site.clone_from(&args.site);
            run.site_field.clone_from(&args.site_field);
        }
        run.domain |= args.domain;
        Ok(Self { pipeline, config })
    }

    pub(crate) fn run(&self) -> &RunConfig {
        &self.config.run
    }
}

/// Reads a configuration and builds its pipeline.
pub(crate) fn read_config(path: &Path) -> Result<(Config, Pipeline)> {
    let read = || {
        let config = Config::from_path(path)?;
        let pipeline = config.pipeline()?;
        Ok((config, pipeline))
    };
    read().map_err(|error| BadUsage(with_path(&error, path)).into())
}

/// The error with the configuration's path, where it does not name a file itself.
fn with_path(error: &textsieve::Error, path: &Path) -> String {
    let message = error.to_string();
    if message.contains(&*path.to_string_lossy()) { message } else { format!("{}: {message}", path.display()) }
}

/// Whether this stands for standard input.
pub(crate) fn is_standard_input(path: &PathBuf) -> bool {
    path == Path::new("-")
}
