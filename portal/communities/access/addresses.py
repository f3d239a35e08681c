"""The addresses of Wagtail and wagtail-localize that the people of communities may open, and why.

Closed by not being here: users, groups, sites, locales, redirects, settings, collections, workflows and their tasks,
the report "page types usage" (titles of the last edited pages of all communities), the admin API of images and
documents (rows of all collections), wagtail-localize's list of snippets (all rows of any snippet model), and its
turning of a translation back into an alias (which puts untranslated words on the live page, whoever asks).
"""

from portal.communities.access import checks, media, reports
from portal.communities.access.gate import admit

NOTHING_STORED = "shows nothing that is stored"
OWN_ACCOUNT = "is about the person's own account"
OWN_PAGES = "Wagtail limits it to pages the person may work on"
OWN_MEDIA = "Wagtail limits it to the person's collections"


def admit_wagtail() -> None:
    for name in (
        "wagtail.admin.views.home.default",  # the admin's 404
        "django.views.generic.base.TemplateView",
        "wagtailadmin_sprite",
        "wagtailadmin_login",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_block_preview",
        "wagtailadmin_choose_page_external_link",
        "wagtailadmin_choose_page_email_link",
        "wagtailadmin_choose_page_phone_link",
        "wagtailadmin_choose_page_anchor_link",
        "wagtailembeds:*",
        "wagtail_localize:javascript_catalog",
    ):
        admit(name, NOTHING_STORED)
    for name in (
        "wagtailadmin_account",
        "wagtailadmin_logout",
        "wagtailadmin_dismissibles",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
    ):
        admit(name, OWN_ACCOUNT)
    _admit_pages()
    _admit_reports()
    _admit_media()
    _admit_translations()


def _admit_pages() -> None:
    for name in ("wagtailadmin_home", "wagtailadmin_explore_root", "wagtailadmin_editing_sessions:*"):
        admit(name, OWN_PAGES)
    for name in ("wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_pages:*"):
        admit(name, "only for pages within reach; Wagtail asks for the permission itself", check=checks.named_pages)
    admit("wagtailadmin_api:pages:*", OWN_PAGES, check=checks.named_pages)
    admit("wagtail_bulk_action", "only for rows within reach", check=checks.bulk_rows)


def _admit_reports() -> None:
    for name in ("workflow_tasks", "site_history", "aging_pages"):
        admit(f"wagtailadmin_reports:{name}", OWN_PAGES)
        admit(f"wagtailadmin_reports:{name}_results", OWN_PAGES)
    for name, view in (("locked_pages", reports.OwnLockedPages), ("workflow", reports.OwnWorkflows)):
        why = "Wagtail limits the pages, we the people its filter offers"
        admit(f"wagtailadmin_reports:{name}", why, view=view.as_view())
        admit(f"wagtailadmin_reports:{name}_results", why, view=view.as_view(results_only=True))


def _admit_media() -> None:
    for name, model in (("wagtailimages", "wagtailimages.Image"), ("wagtaildocs", "wagtaildocs.Document")):
        admit(f"{name}:*", OWN_MEDIA, check=checks.named_media(model))
        admit(f"{name}_chooser:*", OWN_MEDIA, check=checks.named_media(model))
    own_tags = "Wagtail limits the rows to the person's collections, we the tags"
    for name, view in (("wagtailimages", media.OwnImages), ("wagtaildocs", media.OwnDocuments)):
        admit(f"{name}:index", own_tags, view=view.as_view())
        admit(f"{name}:index_results", own_tags, view=view.as_view(results_only=True))
    chooser = media.own_image_chooser.choose_view
    admit("wagtailimages_chooser:choose", own_tags, view=chooser)
    admit("wagtailadmin_tag_autocomplete", "tags of the person's own images and documents", view=media.complete_tag)
    # The number in these addresses is an upload's, which Wagtail gives to its own uploader only.
    for name in (
        "wagtaildocs:create_multiple_from_uploaded_document",
        "wagtaildocs:delete_upload_multiple",
        "wagtailimages:create_multiple_from_uploaded_image",
        "wagtailimages:delete_upload_multiple",
    ):
        admit(name, "Wagtail limits it to the person's own uploads")


def _admit_translations() -> None:
    may_change = "only for what the person may change"
    admit("wagtail_localize:submit_page_translation", may_change, check=checks.submitted_page)
    admit("wagtail_localize:submit_snippet_translation", may_change, check=checks.submitted_row)
    admit(
        "wagtail_localize:update_translations",
        "only for what the person may change, and publish if asked to",
        check=checks.translation_source,
    )
    for name in (
        "edit_string_translation",
        "download_pofile",
        "upload_pofile",
        "machine_translate",
        "preview_translation",
        "stop_translation",
    ):
        admit(f"wagtail_localize:{name}", may_change, check=checks.translation)
    for name, results_only in (("translations_report", False), ("translations_report_results", True)):
        view = reports.OwnTranslations.as_view(results_only=results_only)
        admit(f"wagtail_localize:{name}", "translations of pages the person may change", view=view)
