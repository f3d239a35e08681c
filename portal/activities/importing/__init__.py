"""Calendar files (RFC 5545) as activities: reading < mapping < writing."""
