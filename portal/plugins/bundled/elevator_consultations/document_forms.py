"""What staff fill in to add a document to a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.plugins.bundled.elevator_consultations.case_documents import Source, documents_of
from portal.plugins.bundled.elevator_consultations.choices import DocumentKind, Stage
from portal.plugins.bundled.elevator_consultations.models import Case, CaseDocument
from portal.plugins.bundled.elevator_consultations.scans import BEGINNINGS, MOST_OF_A_DRAWING, Scan, read_scan

#: The newest ones; older ones are uploaded again or chosen in the admin.
MOST_OFFERED = 200


class DocumentForm(forms.Form):
    """A document is chosen or uploaded, not both. A file cannot be sent back: after an error it is chosen again."""

    kind = forms.TypedChoiceField(label=gettext_lazy("Kind"), choices=DocumentKind.choices, coerce=DocumentKind)
    stage = forms.TypedChoiceField(label=gettext_lazy("Stage"), choices=Stage.choices, coerce=Stage)
    titles = CaseDocument._meta.get_field("titles").formfield()
    upload = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput({"accept": ",".join(BEGINNINGS)}),
        help_text=gettext_lazy("PDF, JPEG or PNG, at most 20 MB. Everybody can read it: no names, no phone numbers."),
    )
    document = forms.ModelChoiceField(
        CaseDocument.objects.none(),
        label=gettext_lazy("Or a document of this community"),
        required=False,
        empty_label=gettext_lazy("– none –"),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(stage=case.stage, kind=DocumentKind.DRAWING)
        field: Any = self.fields["document"]
        newest = documents_of(case.community).values_list("pk", flat=True)[:MOST_OFFERED]
        field.queryset = documents_of(case.community).filter(pk__in=list(newest))
        stages: Any = self.fields["stage"]
        stages.choices = [(each.value, each.label) for each in Stage if each != Stage.STOPPED or case.stage == each]

    def clean_upload(self) -> Scan | None:
        upload = self.cleaned_data["upload"]
        return read_scan(upload, MOST_OF_A_DRAWING) if upload else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"upload", "document"} & self.errors.keys():
            given = [name for name in ("upload", "document") if cleaned.get(name)]
            if len(given) != 1:
                self.add_error("upload", _("Choose a file or a document: one of the two."))
        return cleaned

    def source(self) -> Source:
        """Of a valid form."""
        return Source(self.cleaned_data["document"], self.cleaned_data["upload"])
