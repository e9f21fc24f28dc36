project = "Prompt notes"
language = "en"
html_theme = "furo"
# A folder whose content is put beside the pages as it is.
html_extra_path = ["extra"]
html_show_copyright = False
