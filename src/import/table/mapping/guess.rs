//! Finds the meaning of every column.

use super::labels::{label_columns, labels_of_answers};
use super::names::{
    ANSWER_COLUMNS, CONTEXT_FREE_COLUMNS, INDEX_COLUMNS, LABEL_COLUMNS, MAYBE_PREDICTED,
    NAMES_COLUMNS, PREDICTION_COLUMNS, TEXT_COLUMNS, is_computed, is_one_of,
};
use super::profile::{Profile, profile};
use super::{Mapping, Role, mapping_role, scale};
use crate::import::name_key::name_key;
use crate::import::table::TableError;
use crate::import::table::sheet::Sheet;

/// Finds the meaning of every column, for the page's labels. With `only` these are to be read, whatever others there are.
pub(in super::super) fn guess(
    sheet: &Sheet,
    page: &[String],
    only: bool,
) -> Result<Mapping, TableError> {
    let profiles: Vec<Profile> = (0..sheet.columns.len())
        .map(|column| profile(sheet, column))
        .collect();
    let mut mapping = Mapping::unread(sheet);
    let names: Vec<&str> = sheet.columns.iter().map(String::as_str).collect();
    let column = |wanted: &dyn Fn(usize) -> bool| (0..names.len()).find(|&at| wanted(at));
    let has = |at: usize, of: fn(&Profile) -> usize| {
        profiles.get(at).is_some_and(|profile| of(profile) > 0)
    };
    let named =
        |at: usize, words: &[&str]| names.get(at).is_some_and(|name| is_one_of(name, words));

    let answer = column(&|at| named(at, ANSWER_COLUMNS) && has(at, |p| p.answers))
        .or_else(|| column(&|at| has(at, |p| p.answers)));
    let labelled = match answer {
        Some(answer) => {
            let lists =
                column(&|at| at != answer && named(at, NAMES_COLUMNS) && has(at, |p| p.names));
            mapping.set(answer, Role::Answer);
            // Items of JSON may name it in several ways.
            for at in
                (0..names.len()).filter(|&at| named(at, ANSWER_COLUMNS) && has(at, |p| p.answers))
            {
                mapping.set(at, Role::Answer);
            }
            if let Some(lists) = lists {
                mapping.set(lists, Role::LabelNames);
                mapping.lists_labels = true;
            }
            (mapping.labels, mapping.order) =
                labels_of_answers(sheet, &mapping.columns_of(Role::Answer), lists, page, only)?;
            Vec::new()
        }
        None => {
            let columns = label_columns(&names, &profiles, page, sheet, only)?;
            (mapping.labels, mapping.order) = (columns.labels, columns.order);
            for &(at, label) in &columns.columns {
                mapping.set(at, Role::Label(label));
            }
            columns.columns.iter().map(|(at, _)| *at).collect()
        }
    };
    let is_free = |at: usize| {
        !labelled.contains(&at)
            && Some(at) != answer
            && mapping_role(&mapping.roles, at) == Role::Ignored
    };
    let keys: Vec<String> = mapping.labels.iter().map(|label| name_key(label)).collect();

    let context_free = column(&|at| is_free(at) && named(at, CONTEXT_FREE_COLUMNS));
    let is_predicted = |at: usize| {
        // Beside a score, a plain `label` is what the model chose.
        let scored =
            column(&|other| is_free(other) && named(other, &["score", "confidence"])).is_some();
        named(at, PREDICTION_COLUMNS) || (scored && named(at, MAYBE_PREDICTED))
    };
    let by_name = LABEL_COLUMNS.iter().find_map(|word| {
        column(&|at| {
            is_free(at) && named(at, &[word]) && has(at, |p| p.filled) && !has(at, |p| p.answers)
        })
    });
    let by_name = by_name.filter(|&at| !is_predicted(at));
    let all_are_labels = |at: usize| {
        profiles.get(at).is_some_and(|p| {
            p.words > 0
                && p.words == p.present
                && !p.distinct.is_empty()
                && p.distinct.iter().all(|word| keys.contains(word))
        })
    };
    // A column of that name in which nothing stands says that nothing is known.
    let says_nothing = column(&|at| is_free(at) && named(at, LABEL_COLUMNS)).is_some();
    let by_content = || {
        column(&|at| {
            let name = names.get(at).copied().unwrap_or_default();
            is_free(at)
                && Some(at) != context_free
                && all_are_labels(at)
                && !is_predicted(at)
                && !is_computed(name)
                && !named(at, TEXT_COLUMNS)
        })
    };
    let right = by_name.or_else(|| if says_nothing { None } else { by_content() });

    let may_be_text = |at: usize| is_free(at) && Some(at) != right && Some(at) != context_free;
    let by_name = TEXT_COLUMNS
        .iter()
        .find_map(|word| column(&|at| may_be_text(at) && named(at, &[word])));
    let words: Vec<usize> = (0..names.len())
        .filter(|&at| {
            may_be_text(at)
                && has(at, |p| p.words)
                && !named(at, PREDICTION_COLUMNS)
                && !named(at, LABEL_COLUMNS)
                && !named(at, INDEX_COLUMNS)
        })
        .collect();
    let only = match words.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    for (at, role) in [
        (context_free, Role::ContextFree),
        (right, Role::RightLabel),
        (by_name.or(only), Role::Text),
    ] {
        if let Some(at) = at {
            mapping.set(at, role);
        }
    }
    mapping.scale = scale(sheet, &mapping);
    Ok(mapping)
}
