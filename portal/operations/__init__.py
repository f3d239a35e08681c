"""Running the portal: health, timed work, access and security logs, the policy headers every answer carries."""
