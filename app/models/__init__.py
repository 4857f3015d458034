"""The shapes an author writes in YAML: one class per exercise type, a tagged union over `type`.

A question (what can be asked and graded) is separate from an exercise (a question with an id, a title and
hints), so that a part of a multipart exercise is the same question without the wrapping.

The text below a field says to authors what it means: editors and the reference show it.
"""

from app.models.book_files import BookFile, ChapterFile, Flashcard, FlashcardFile, Symbol
from app.models.exercises import (
    EXERCISE_TYPES,
    BugLine,
    Categorise,
    Choice,
    Code,
    Exercise,
    ExerciseBase,
    Expression,
    Match,
    MultiChoice,
    Multipart,
    Numeric,
    Ordering,
    Question,
    SelfCheck,
    Source,
    Vector,
)
from app.models.feedback import Accepted, Mistake
from app.models.model import Constant, Id, MisfitError, Model, Scalar
from app.models.parameters import (
    DRAWN,
    ChoiceParameter,
    IntegerParameter,
    Parameter,
    RealParameter,
    VectorParameter,
)
from app.models.parts import (
    ChoicePart,
    ExpressionPart,
    MultiChoicePart,
    MultipartQuestion,
    NumericPart,
    Part,
    VectorPart,
)
from app.models.picked import (
    CategoriseQuestion,
    ChoiceQuestion,
    Distractor,
    MatchQuestion,
    MultiChoiceQuestion,
    Option,
    OrderingQuestion,
    Pair,
    SelfCheckQuestion,
)
from app.models.programs import BugLineQuestion, Case, Cases, CaseValue, CodeQuestion, Mutant, Property
from app.models.tolerance import Tolerance
from app.models.valued import ExpressionQuestion, NumericQuestion, VectorQuestion

__all__ = [
    "DRAWN",
    "EXERCISE_TYPES",
    "Accepted",
    "BookFile",
    "BugLine",
    "BugLineQuestion",
    "Case",
    "CaseValue",
    "Cases",
    "Categorise",
    "CategoriseQuestion",
    "ChapterFile",
    "Choice",
    "ChoiceParameter",
    "ChoicePart",
    "ChoiceQuestion",
    "Code",
    "CodeQuestion",
    "Constant",
    "Distractor",
    "Exercise",
    "ExerciseBase",
    "Expression",
    "ExpressionPart",
    "ExpressionQuestion",
    "Flashcard",
    "FlashcardFile",
    "Id",
    "IntegerParameter",
    "Match",
    "MatchQuestion",
    "MisfitError",
    "Mistake",
    "Model",
    "MultiChoice",
    "MultiChoicePart",
    "MultiChoiceQuestion",
    "Multipart",
    "MultipartQuestion",
    "Mutant",
    "Numeric",
    "NumericPart",
    "NumericQuestion",
    "Option",
    "Ordering",
    "OrderingQuestion",
    "Pair",
    "Parameter",
    "Part",
    "Property",
    "Question",
    "RealParameter",
    "Scalar",
    "SelfCheck",
    "SelfCheckQuestion",
    "Source",
    "Symbol",
    "Tolerance",
    "Vector",
    "VectorParameter",
    "VectorPart",
    "VectorQuestion",
]
