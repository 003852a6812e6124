"""Page types and snippets."""

from .articles import ArticlePage, BlogIndexPage, HomePage, RelatedCondition, SymptomArticlePage
from .base import IndexPage, MedicalPage
from .clinic import ClinicSettings
from .compliance import AddedRule, RuleChoice, Waiver
from .conditions import ConditionIndexPage, ConditionPage
from .content import ArticleContent
from .fees import FeeTable
from .finder import FinderChoice, SymptomFinderPage
from .findings import FindingState, PageCheck, RecordedFinding
from .glossary import GlossaryTerm
from .graphs import GraphCheck
from .live import LiveText
from .missing import MissingAddress, RedirectUse
from .physicians import CareerEntry, PhysicianCredential, PhysicianIndexPage, PhysicianPage
from .publishing import ASKING, PublishingRefusedError, ReasonWantedError, pending_pictures, publishing_reasons
from .reviews import ReviewReminder, SupervisionRecord
from .sheets import SheetImport
from .supervision_task import SupervisionTask
from .taxonomy import Author, Category, PageCategory, PageTag
from .translations import CheckedTranslation
from .treatments import TreatmentIndexPage, TreatmentPage, TreatmentRisk

__all__ = [
    "ASKING",
    "AddedRule",
    "ArticleContent",
    "ArticlePage",
    "Author",
    "BlogIndexPage",
    "CareerEntry",
    "Category",
    "CheckedTranslation",
    "ClinicSettings",
    "ConditionIndexPage",
    "ConditionPage",
    "FeeTable",
    "FinderChoice",
    "FindingState",
    "GlossaryTerm",
    "GraphCheck",
    "HomePage",
    "IndexPage",
    "LiveText",
    "MedicalPage",
    "MissingAddress",
    "PageCategory",
    "PageCheck",
    "PageTag",
    "PhysicianCredential",
    "PhysicianIndexPage",
    "PhysicianPage",
    "PublishingRefusedError",
    "ReasonWantedError",
    "RecordedFinding",
    "RedirectUse",
    "RelatedCondition",
    "ReviewReminder",
    "RuleChoice",
    "SheetImport",
    "SupervisionRecord",
    "SupervisionTask",
    "SymptomArticlePage",
    "SymptomFinderPage",
    "TreatmentIndexPage",
    "TreatmentPage",
    "TreatmentRisk",
    "Waiver",
    "pending_pictures",
    "publishing_reasons",
]
