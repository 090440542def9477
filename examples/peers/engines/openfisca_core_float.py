"""OpenFisca-Core: a system with one entity, a variable an item, and formulas; 32-bit floats, which its
variables are made of."""

from importlib.metadata import version

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.populations import ADD
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from .shared import Work, timed

YEAR = "2024"
MONTHS = 12

Institution = build_entity(
    key="institution",
    plural="institutions",
    label="An institution that is paid",
    is_person=True,
)


class coefficient(Variable):
    value_type = float
    entity = Institution
    definition_period = DateUnit.YEAR
    label = "Appraisal coefficient"


class equivalents(Variable):
    value_type = float
    entity = Institution
    definition_period = DateUnit.YEAR
    label = "Work equivalents: volumes × weights"

    def formula(institution, period, parameters):
        weights = parameters(period).weights
        return sum(
            institution(volume_of(item), period, options=[ADD]) * weights[item] for item in weights
        )


class amount(Variable):
    value_type = float
    entity = Institution
    definition_period = DateUnit.YEAR
    label = "Amount in yuan, rounded to the fen"

    def formula(institution, period, parameters):
        exact = (
            institution("equivalents", period)
            * parameters(period).price
            * institution("coefficient", period)
        )
        return numpy.floor(exact * 100 + 0.5) / 100


def volume_of(item: str) -> str:
    return f"volume_{item}"


def system(work: Work, weights: dict[str, float]) -> TaxBenefitSystem:
    rules = TaxBenefitSystem([Institution])
    rules.add_variables(coefficient, equivalents, amount)
    for item in weights:
        attributes = {
            "value_type": float,
            "entity": Institution,
            "definition_period": DateUnit.MONTH,
            "label": f"Volume of {item}",
        }
        rules.add_variable(type(volume_of(item), (Variable,), attributes))

    def since(value: float) -> dict[str, object]:
        return {"values": {"2024-01-01": {"value": value}}}

    parameters = {item: since(weight) for item, weight in weights.items()}
    rules.parameters = ParameterNode(
        "", data={"price": since(float(work.price)), "weights": parameters}
    )
    return rules


def run(work: Work) -> None:
    weights = {item: float(weight) for item, weight in work.rows("weights.csv")}
    coefficients = {payee: float(value) for payee, value in work.rows("coefficients.csv")}
    rules = system(work, weights)
    builder = SimulationBuilder()
    builder.create_entities(rules)
    builder.declare_person_entity("institution", list(coefficients))
    simulation = builder.build(rules)
    simulation.set_input("coefficient", YEAR, numpy.array(list(coefficients.values())))
    volumes = numpy.array([float(row[3]) for row in work.rows("cells.csv")])
    volumes = volumes.reshape(len(coefficients), len(weights), MONTHS)
    for place, item in enumerate(weights):
        for month in range(MONTHS):
            simulation.set_input(
                volume_of(item), f"{YEAR}-{month + 1:02}", volumes[:, place, month]
            )

    def settle() -> tuple[numpy.ndarray, numpy.float32]:
        # What was calculated before would only be looked up.
        simulation.delete_arrays("equivalents")
        simulation.delete_arrays("amount")
        amounts = simulation.calculate("amount", YEAR)
        return amounts, amounts.sum()

    seconds, (amounts, total) = timed(work.runs, settle)
    work.ran(
        "cells",
        way="simulation, float32",
        version=version("openfisca-core"),
        exact=False,
        seconds=seconds,
        amounts=(f"{amount:.2f}" for amount in amounts),
        total=f"{total:.2f}",
    )
