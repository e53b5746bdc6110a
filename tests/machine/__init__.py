"""Operations of every service at random, by two officers on one database, against a plain model."""
