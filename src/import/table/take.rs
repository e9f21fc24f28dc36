//! What is done with a table that was read.

use super::Table;
use crate::calibration::Distribution;
use crate::state::{ContextFreePrompt, Input, MAX_INPUTS, MAX_PROMPTS, Row, State, TestInput};
use std::collections::BTreeSet;
use std::rc::Rc;

/// What a table is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Its inputs replace the test inputs.
    Inputs,
    /// Its inputs come after the test inputs.
    MoreInputs,
    /// All its rows become the context-free prompts.
    Prompts,
    /// Its context-free rows become the prompts, its other rows the test inputs.
    Both,
}

impl Table {
    /// Returns whether its labels are those of a state. If not, they replace these.
    pub fn has_labels_of(&self, state: &State) -> bool {
        self.labels == *state.labels
    }

    /// The rows that can become context-free prompts; there may be more than [`MAX_PROMPTS`]. With [`Taken::Prompts`] they are those
    /// that a column calls so and, after them, inputs with a number for every label, since 1/p would be made up.
    pub fn prompts(&self, taken: Taken) -> impl Iterator<Item = ContextFreePrompt> + '_ {
        let all = if taken == Taken::Prompts {
            self.inputs.as_slice()
        } else {
            &[]
        };
        let complete = (all.iter().enumerate())
            .filter(|(i, _)| self.incomplete.binary_search(i).is_err())
            .map(|(_, input)| ContextFreePrompt {
                text: input.text.clone(),
                p: input.p.clone(),
            });
        self.context_free.iter().cloned().chain(complete)
    }

    fn columns(&self) -> impl Iterator<Item = Input<'_>> {
        self.inputs.iter().map(Input::from)
    }

    /// The state with the rows of the table in it. With other labels, what is left of the old rows begins even. Of
    /// [`Table::prompts`] those at the places `chosen` are used, at most [`MAX_PROMPTS`].
    pub fn put_into(&self, state: &State, taken: Taken, chosen: &BTreeSet<usize>) -> State {
        let mut next = state.clone();
        let even = Distribution::even(self.labels.len());
        if !self.has_labels_of(state) {
            let prompts = state.prompts.iter().map(|prompt| ContextFreePrompt {
                text: prompt.text.clone(),
                p: even.clone(),
            });
            next = State {
                template: Rc::clone(&state.template),
                method: state.method,
                averaging: state.averaging,
                from: state.from,
                readout: state.readout,
                ..State::new(
                    self.labels.clone(),
                    prompts.collect(),
                    vec![TestInput {
                        text: String::new(),
                        p: even,
                        label: None,
                    }]
                    .into(),
                )
            };
        }
        match taken {
            Taken::Inputs if self.inputs.is_empty() => {}
            Taken::Inputs => next.inputs = self.columns().collect(),
            Taken::MoreInputs => {
                let free = MAX_INPUTS.saturating_sub(next.inputs.len());
                next.inputs.extend(self.columns().take(free));
            }
            Taken::Prompts | Taken::Both => {
                let prompts: Vec<ContextFreePrompt> = (self.prompts(taken).enumerate())
                    .filter(|(place, _)| chosen.contains(place))
                    .map(|(_, prompt)| prompt)
                    .take(MAX_PROMPTS)
                    .collect();
                if !prompts.is_empty() {
                    next.prompts = Rc::new(prompts);
                }
                if taken == Taken::Both && !self.inputs.is_empty() {
                    next.inputs = self.columns().collect();
                }
            }
        }
        // Rows with numbers of their own are no model's answers.
        if let Some(measured) = &mut next.measured {
            let kept = |row: &Row| match (row, taken) {
                (Row::Input(i), Taken::MoreInputs) => *i < state.inputs.len(),
                (Row::Input(_), Taken::Prompts)
                | (Row::Prompt(_), Taken::Inputs | Taken::MoreInputs) => true,
                _ => false,
            };
            let rows = next.prompts.len() + next.inputs.len();
            let new = (0..next.prompts.len()).map(Row::Prompt);
            let new = new.chain((0..next.inputs.len()).map(Row::Input));
            let new: BTreeSet<Row> = new.filter(|row| !kept(row)).collect();
            Rc::make_mut(&mut measured.unasked).retain(kept);
            let by_hand = Rc::make_mut(&mut measured.by_hand);
            by_hand.retain(kept);
            by_hand.extend(new);
            if by_hand.len() == rows {
                next.measured = None;
            }
        }
        next
    }

    /// The rows of a state that a table was put into ([`Table::put_into`]) for which a model has yet to answer; `before` is the state
    /// that it was put into.
    pub fn unanswered(&self, next: &State, taken: Taken, before: &State) -> BTreeSet<Row> {
        let first = match taken {
            Taken::MoreInputs if self.has_labels_of(before) => before.inputs.len(),
            _ => 0,
        };
        // With other labels, all that is asked about begins even.
        let prompts = match taken {
            Taken::Inputs | Taken::MoreInputs if !self.has_labels_of(before) => next.prompts.len(),
            _ => 0,
        };
        let inputs = match taken {
            _ if !self.without_numbers => 0..0,
            Taken::Prompts => 0..0,
            _ => first..next.inputs.len(),
        };
        let prompts = (0..prompts).filter(|_| self.without_numbers);
        prompts
            .map(Row::Prompt)
            .chain(inputs.map(Row::Input))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::table::read;

    #[test]
    fn a_table_is_put_where_it_is_wanted() {
        let labels = ["Positive", "Negative"].map(str::to_owned).to_vec();
        let p = Distribution::even(2);
        let prompt = ContextFreePrompt {
            text: "nothing".to_owned(),
            p: p.clone(),
        };
        let input = TestInput {
            text: "old".to_owned(),
            p,
            label: None,
        };
        let state = State::new(labels, vec![prompt], vec![input].into());
        let first = BTreeSet::from_iter(0..MAX_PROMPTS);
        let table = read(
            "text,Positive,Negative,cf\nN/A,0.7,0.3,yes\nFine,0.8,0.2,\nSo,0.6,,\n",
            &state.labels,
        )
        .unwrap();
        let replaced = table.put_into(&state, Taken::Inputs, &first);
        assert_eq!(
            (replaced.inputs.len(), &replaced.prompts),
            (2, &state.prompts)
        );
        let more = table.put_into(&state, Taken::MoreInputs, &first);
        assert_eq!(more.inputs.len(), state.inputs.len() + 2);
        let prompts = table.put_into(&state, Taken::Prompts, &first);
        // A row without a number for a label is no context-free prompt.
        assert_eq!((prompts.prompts.len(), &prompts.inputs), (2, &state.inputs));
        let both = table.put_into(&state, Taken::Both, &first);
        assert_eq!((both.prompts.len(), both.inputs.len()), (1, 2));

        // More than there can be are chosen from.
        let many: String = (0..30).map(|i| format!("{i},0.7,0.3,yes\n")).collect();
        let many = read(&format!("text,Positive,Negative,cf\n{many}"), &state.labels).unwrap();
        assert_eq!((many.context_free.len(), many.left_out), (30, 0));
        let chosen = many.put_into(&state, Taken::Both, &BTreeSet::from([3, 29]));
        let texts: Vec<&str> = chosen
            .prompts
            .iter()
            .map(|prompt| prompt.text.as_str())
            .collect();
        assert_eq!(texts, ["3", "29"]);

        let other = read("text,ham,spam\nHi,0.9,0.1\n", &state.labels).unwrap();
        let next = other.put_into(&state, Taken::Inputs, &first);
        assert_eq!(*next.labels, ["ham", "spam"]);
        assert!(
            next.prompts
                .iter()
                .all(|prompt| prompt.p == Distribution::even(2))
        );
        assert_eq!(next.locked.len(), 2);
        let prompts = other.put_into(&state, Taken::Prompts, &first);
        assert_eq!((prompts.prompts.len(), prompts.inputs.len()), (1, 1));
    }
}
