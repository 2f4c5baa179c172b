//! [`Label`]: the fraud label of a payment, in a byte.

/// The bit of payments whose customer is held out: rates are learnt on the others and tested on these.
const HELD_OUT: u8 = 0x80;
/// A fraud of a typology that is not listed.
const UNLISTED: u8 = 0x7f;

/// The fraud label of a payment, and whether its customer is held out for testing.
///
/// In the lower bits, 0 is no fraud, and other values are the typology's index plus 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct Label(u8);

impl Label {
    /// The label of a payment that is not fraud.
    pub(in crate::report) fn legitimate() -> Self {
        Self(0)
    }

    /// The label of a fraud, by its typology's index among those listed.
    pub(in crate::report) fn fraud(typology: Option<usize>) -> Self {
        let listed = typology.and_then(|index| u8::try_from(index + 1).ok());
        Self(listed.filter(|code| *code < UNLISTED).unwrap_or(UNLISTED))
    }

    /// The same label, of a customer who is held out or not.
    pub(in crate::report) fn held_out(self, is_held_out: bool) -> Self {
        Self(self.0 & !HELD_OUT | if is_held_out { HELD_OUT } else { 0 })
    }

    pub(in crate::report) fn is_fraud(self) -> bool {
        self.0 & !HELD_OUT != 0
    }

    pub(in crate::report) fn is_held_out(self) -> bool {
        self.0 & HELD_OUT != 0
    }

    /// The index of a fraud's typology.
    pub(in crate::report) fn typology(self) -> Option<usize> {
        match self.0 & !HELD_OUT {
            0 | UNLISTED => None,
            code => Some(usize::from(code) - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_holds_its_typology_and_half() {
        for is_held_out in [false, true] {
            let legitimate = Label::legitimate().held_out(is_held_out);
            assert!(!legitimate.is_fraud() && legitimate.typology().is_none());
            assert_eq!(legitimate.is_held_out(), is_held_out);
            for typology in [None, Some(0), Some(24)] {
                let fraud = Label::fraud(typology).held_out(is_held_out);
                assert!(fraud.is_fraud());
                assert_eq!(
                    (fraud.typology(), fraud.is_held_out()),
                    (typology, is_held_out)
                );
            }
        }
    }
}
