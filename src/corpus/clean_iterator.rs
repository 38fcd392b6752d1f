//! Cleaning the texts of an iterator.

use super::Ordered;
use crate::pipeline::Pipeline;
use crate::removal::Cleaned;

/// Cleans the texts of any iterator; for records that are not texts themselves, see [`Ordered`].
///
/// Each item comes back beside what cleaning made of it, in order. For texts that are all in memory, rayon's own
/// `texts.par_iter().map(|text| pipeline.clean(text))` does as well.
///
/// ```
/// use textsieve::Pipeline;
/// use textsieve::corpus::CleanIterator;
///
/// let pipeline = Pipeline::default();
/// let pages = ["It rained.\n- Advertisement -\n", "It rained more.\n"];
/// let texts: Vec<_> = pages.into_iter().clean_texts(&pipeline).map(|(_, cleaned)| cleaned.text).collect();
/// assert_eq!(texts, ["It rained.\n", "It rained more.\n"]);
///
/// // The same on all cores.
/// let many = pages.into_iter().cycle().take(1000);
/// assert_eq!(many.par_clean_texts(&pipeline).filter(|(_, cleaned)| cleaned.is_changed()).count(), 500);
/// ```
pub trait CleanIterator: Iterator + Sized
where
    Self::Item: AsRef<str>,
{
    /// Cleans one text whenever one is asked for.
    fn clean_texts(self, pipeline: &Pipeline) -> CleanTexts<Self> {
        CleanTexts { texts: self, pipeline: pipeline.clone() }
    }

    /// Cleans on all threads of rayon's global pool; memory stays flat, see [`Ordered`].
    fn par_clean_texts(self, pipeline: &Pipeline) -> Ordered<(Self::Item, Cleaned<'static>)>
    where
        Self: Send + 'static,
        Self::Item: Send + 'static,
    {
        let pipeline = pipeline.clone();
        Ordered::new(self, move |text| with_cleaned(&pipeline, text))
    }
}

impl<I: Iterator> CleanIterator for I where I::Item: AsRef<str> {}

/// The iterator of [`CleanIterator::clean_texts`].
#[derive(Debug, Clone)]
pub struct CleanTexts<I> {
    texts: I,
    pipeline: Pipeline,
}

impl<I: Iterator> Iterator for CleanTexts<I>
where
    I::Item: AsRef<str>,
{
    type Item = (I::Item, Cleaned<'static>);

    fn next(&mut self) -> Option<Self::Item> {
        self.texts.next().map(|text| with_cleaned(&self.pipeline, text))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.texts.size_hint()
    }
}

fn with_cleaned<T: AsRef<str>>(pipeline: &Pipeline, text: T) -> (T, Cleaned<'static>) {
    let cleaned = pipeline.clean(text.as_ref()).into_owned();
    (text, cleaned)
}
