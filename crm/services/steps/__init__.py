"""What several services need inside one transaction; every function takes the open writer."""
