//! What every command begins with: folders, configuration, language.

use super::Misused;
use super::args::GlobalArgs;
use super::notes::Notes;
use crate::config::{Config, Paths, Problem, ProblemKind};
use crate::i18n::{Language, Texts};
use crate::input::keymap::Keymap;
use crate::terminal::{Depth, GlyphSet, TermEnv};
use crate::theme::Theme;
use crate::tr;

/// Folders, configuration and language of one start.
#[derive(Debug)]
pub struct Setup {
    pub paths: Paths,
    pub config: Config,
    pub texts: Texts,
    /// What is wrong with the configuration.
    pub notes: Notes,
    problems: Vec<Problem>,
}

impl Setup {
    /// Reads the configuration for the arguments `--config FILE` and `--dir DIR`.
    pub fn new(global: &GlobalArgs) -> Self {
        let paths = Paths::resolve(global.config.as_deref(), global.dir.as_deref());
        let (config, problems) = Config::load(&paths.config_file, paths.config_required);
        let texts = Texts::new(language(&config));
        let notes = Notes::of(&problems, &texts);
        Self {
            paths,
            config,
            texts,
            notes,
            problems,
        }
    }

    /// The same for whoever works with the configuration: a file that was named must be there.
    pub fn named(global: &GlobalArgs) -> anyhow::Result<Self> {
        let setup = Self::new(global);
        setup.stop("config-stops", |problem| {
            problem.kind == ProblemKind::Missing
        })?;
        Ok(setup)
    }

    /// The same for whoever opens the configured database: with the defaults in the place of what
    /// somebody meant, it would be another one.
    #[cfg(feature = "server")]
    pub fn strict(global: &GlobalArgs, refusal: &str) -> anyhow::Result<Self> {
        let setup = Self::new(global);
        setup.stop(refusal, Problem::concerns_serve)?;
        Ok(setup)
    }

    fn stop(&self, refusal: &str, stops: impl Fn(&Problem) -> bool) -> Result<(), Misused> {
        let problems = self.problems.iter().filter(|problem| stops(problem));
        let told: Vec<_> = problems
            .map(|problem| problem.refusal(&self.texts))
            .collect();
        if told.is_empty() {
            return Ok(());
        }
        let problems = told.join(" ");
        Err(Misused(tr!(self.texts, refusal, problems).into_owned()))
    }

    /// The keys: the preset, and the configuration's own over it.
    pub fn keymap(&mut self) -> Keymap {
        let mut keymap = Keymap::default();
        if !self.config.keys.is_empty()
            && let Ok(text) = std::fs::read_to_string(&self.paths.config_file)
        {
            for problem in keymap.overlay(text.trim_start_matches('\u{feff}')) {
                self.notes.add_key(&problem, &self.texts);
            }
        }
        keymap
    }

    /// The theme at this depth.
    pub fn theme(&mut self, depth: Depth) -> Theme {
        let folder = Some(self.paths.themes.as_path());
        let (theme, problems) = Theme::load(&self.config.client.theme, folder, depth);
        problems
            .iter()
            .for_each(|problem| self.notes.add(problem, &self.texts));
        theme
    }

    /// How many colours are shown here.
    pub fn depth(&self, env: &TermEnv) -> Depth {
        Depth::detect(env, self.config.client.color.depth())
    }

    /// Which signs are shown here.
    pub fn glyphs(&self, env: &TermEnv) -> GlyphSet {
        GlyphSet::detect(env, self.config.client.glyphs.set())
    }
}

fn language(config: &Config) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    Language::choose(config.client.language.language(), locale.as_deref())
}

/// The words for whoever has not come as far as a command.
pub fn texts_of_this_machine() -> Texts {
    let (config, _) = Config::load(&Paths::resolve(None, None).config_file, false);
    Texts::new(language(&config))
}
