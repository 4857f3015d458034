"""The functions that expressions may call, read from tables and from the modules of `checkers`."""

from app.functions.elementary import ELEMENTARY
from app.functions.table import (
    CONSTANTS,
    DRAWS,
    FUNCTIONS,
    MODELS,
    Function,
    check_names,
    drawing_functions,
    functions_of_cases,
    is_model,
    module_functions,
    modules_of,
    student_functions,
)

__all__ = [
    "CONSTANTS",
    "DRAWS",
    "ELEMENTARY",
    "FUNCTIONS",
    "MODELS",
    "Function",
    "check_names",
    "drawing_functions",
    "functions_of_cases",
    "is_model",
    "module_functions",
    "modules_of",
    "student_functions",
]
