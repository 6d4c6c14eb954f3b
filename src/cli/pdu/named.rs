//! Which option of `beffroi pdu encode` a field came from: what is wrong with it is told by the name that was typed.

use super::belongs::Given;
use super::options::Options;
use super::wrong::Wrong;

/// Whether there are fields beside the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    Options,
    OptionsAndFields,
}

impl Options {
    /// With the option in the place of the field that it fills; a field that came from elsewhere keeps its name.
    pub(super) fn blame(&self, wrong: Wrong, source: Source) -> Wrong {
        let option = |field: &'static str| {
            let mut rows = self.fields().into_iter().filter(|(known, ..)| *known == field);
            let given = rows.clone().find(|(.., given)| *given == Given::Yes);
            let otherwise = rows.next().filter(|_| source == Source::Options);
            given.or(otherwise).map_or(field, |(_, option, _)| option)
        };
        wrong.renamed(option)
    }

    /// Fields by the names of `--fields`, the options that fill them, and whether those are given. Of several the
    /// first stands for one that is missing.
    fn fields(&self) -> [(&'static str, &'static str, Given); 26] {
        let text = Given::from(&self.text);
        let [valid_for, enhanced] = [Given::from(&self.valid_for), Given::from(&self.enhanced)];
        [
            ("number", "--to", (&self.to).into()),
            ("number_type", "--toa", (&self.toa).into()),
            ("toa", "--toa", (&self.toa).into()),
            ("smsc", "--service-centre", (&self.service_centre).into()),
            ("text", "--text", text),
            ("data_hex", "--data", (&self.data).into()),
            ("septets_hex", "--septets", (&self.septets).into()),
            ("alphabet", "--alphabet", (&self.alphabet).into()),
            ("dcs", "--coding", (&self.coding).into()),
            ("class", "--class", (&self.class).into()),
            ("timestamp", "--sent-at", (&self.sent_at).into()),
            ("discharge", "--discharged-at", (&self.discharged_at).into()),
            ("validity.raw", "--validity", (&self.validity).into()),
            ("validity.seconds", "--valid-for", valid_for),
            ("validity.seconds", "--enhanced", enhanced),
            ("validity.absolute", "--valid-until", (&self.valid_until).into()),
            ("validity.clock", "--enhanced", enhanced),
            ("validity.enhanced", "--enhanced", enhanced),
            ("validity.enhanced_hex", "--enhanced", enhanced),
            ("validity.single_shot", "--single-try", (&self.single_try).into()),
            ("udh.concat", "--part", (&self.part).into()),
            ("udh.ports", "--short-ports", (&self.short_ports).into()),
            ("udh.ports", "--ports", (&self.ports).into()),
            ("udh.ies", "--element", if self.element.is_empty() { Given::No } else { Given::Yes }),
            ("direction", "--type", (&self.kind).into()),
            ("pid", "--protocol", (&self.protocol).into()),
        ]
    }
}
