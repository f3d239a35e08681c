"""What `manage.py seed_demo` does, a file a subject. Every part is safe to run again and leaves edited things alone."""
