//! How long a line a regular expression can match.

use regex_syntax::hir::{Class, Hir, HirKind};

/// The most spaces of a line that the pattern matches, none if there is no such limit.
pub(super) fn most_spaces(hir: &Hir) -> Option<usize> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(0),
        HirKind::Literal(literal) => Some(literal.0.iter().filter(|byte| **byte == b' ').count()),
        HirKind::Class(Class::Unicode(class)) => Some(usize::from(class.iter().any(|range| (range.start()..=range.end()).contains(&' ')))),
        HirKind::Class(Class::Bytes(class)) => Some(usize::from(class.iter().any(|range| (range.start()..=range.end()).contains(&b' ')))),
        HirKind::Repetition(repetition) => match (most_spaces(&repetition.sub)?, repetition.max) {
            (0, _) => Some(0),
            (spaces, Some(times)) => Some(spaces.saturating_mul(times as usize)),
            (_, None) => None,
        },
        HirKind::Capture(capture) => most_spaces(&capture.sub),
        HirKind::Concat(parts) => parts.iter().try_fold(0, |all: usize, part| Some(all.saturating_add(most_spaces(part)?))),
        HirKind::Alternation(parts) => parts.iter().try_fold(0, |most, part| Some(most.max(most_spaces(part)?))),
    }
}
