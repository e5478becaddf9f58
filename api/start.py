"""What is made ready before the first visitor comes."""

import charts.columns3d
import charts.figures  # noqa: F401  heavy libraries, loaded before a page asks for them
from charts.verification import verification
from data.tables import load_tables
from fairshare import Scenario, inputs_for
from fairshare.inputs import members
from geo.layers import nl_layer, region_layer


def warm_up() -> None:
    """Read and check figures, build inputs and geometry of every region and what /klopt-het tells: once, for all sessions."""
    tables = load_tables()
    nl_layer()
    for region in tables.regions["region"]:
        scenario = Scenario(region=region)
        inputs_for(tables, scenario)
        region_layer(region, tuple(members(tables, region, scenario.year).index))
    verification()
