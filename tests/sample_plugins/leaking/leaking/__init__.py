"""Sample plugins that work, each against one rule of the contract; the conformance kit has to say which."""
