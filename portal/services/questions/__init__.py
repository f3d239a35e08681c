"""Ask the office: a resident's question, answered to the person or in public, where everybody finds it."""
