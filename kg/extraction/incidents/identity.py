"""Whether what a phrase says fits an incident: nothing contradicts it, and something is shared."""

from __future__ import annotations

from kg.extraction.cast import Draft
from kg.extraction.incidents.model import Incident, Signals
from kg.knowledge import Knowledge


class Identity:
    """Compares phrases with incidents by designator, operator, state, model and year."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def compatible(self, incident: Incident, signals: Signals) -> bool:
        """Whether nothing that the phrase says contradicts what is known of the incident."""
        if signals.designator and incident.designator and signals.designator != incident.designator:
            return False
        if signals.operator is not None and incident.operators and signals.operator not in incident.operators:
            return False
        if signals.year and incident.years and signals.year not in incident.years:
            return False
        model = signals.model
        if (
            model is not None
            and self._military(model)
            and (incident.operators or any(not self._military(m) for m in incident.models))
        ):
            return False
        nations = incident.countries | {c for o in incident.operators if (c := self._home(o))}
        own = {signals.country, self._home(signals.operator)} - {""}
        if own and nations and not own & nations:
            return False
        return not (model and incident.models and not any(_one_model(model, m) for m in incident.models))

    def shares(self, incident: Incident, signals: Signals) -> bool:
        """Whether the phrase says something that is known of the incident."""
        if signals.designator and signals.designator == incident.designator:
            return True
        if signals.operator is not None and (
            signals.operator in incident.operators or self._home(signals.operator) in incident.countries
        ):
            return True
        nations = incident.countries | {self._home(o) for o in incident.operators}
        if signals.country and signals.country in nations:
            return True
        return signals.model is not None and any(_one_model(signals.model, m) for m in incident.models)

    def _home(self, operator: Draft | None) -> str:
        """The ISO code of an operator's state, where the reference data know it."""
        if operator is None or operator.key[0] != "reference":  # type: ignore[index]
            return ""
        return self.knowledge.home(self.knowledge.reference[operator.key[1]])  # type: ignore[index]

    def _military(self, model: Draft) -> bool:
        taxonomy = self.knowledge.taxonomy
        return any(taxonomy.any_is_a(model.types, c) for c in taxonomy.military)


def _one_model(a: Draft, b: Draft) -> bool:
    """Whether two models may be one vehicle's: the same, or one the family of the other."""
    if a is b:
        return True
    first, second = (set(d.label.casefold().split()) for d in (a, b))
    numbered = ((x, y) for x in first for y in second if any(c.isdigit() for c in x + y))
    return first <= second or second <= first or any(x.startswith(y) or y.startswith(x) for x, y in numbered)
