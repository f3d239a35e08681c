"""Words of files: what a page's PDF and DOCX files say is found as part of the page that carries them."""
