"""From what an action refuses to the form that asked for it."""

from django.core.exceptions import ValidationError
from django.forms import BaseForm


def add_errors(form: BaseForm, error: ValidationError) -> None:
    """Each at its field where the form has it."""
    said = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, texts in said.items():
        form.add_error(name if name in form.fields else None, ValidationError(texts))
