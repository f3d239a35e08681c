"""A sample plugin of the city's level: it is on in the whole city or nowhere."""
