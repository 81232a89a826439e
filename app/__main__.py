"""Run the app: ``python -m app``."""

if __name__ == "__main__":
    from app.main import main

    raise SystemExit(main())
