"""All tables of the company in one place, for migrations and for checks."""

from sqlalchemy import MetaData

import database.tables  # noqa: F401
import domain.clients.tables
import domain.contracts.tables
import domain.equipment.tables
import domain.exchange.tables
import domain.files.tables
import domain.messages.tables
import domain.people.tables
import domain.pricing.tables
import domain.printouts.tables
import domain.procurement.tables
import domain.settings.tables
import domain.stock.tables
import domain.tickets.tables
import domain.workflow.tables  # noqa: F401
from database.base import Base

METADATA: MetaData = Base.metadata
