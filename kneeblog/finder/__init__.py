"""The symptom finder: where does it hurt, and when → articles and conditions.

Which medical terms belong to which answer is staff's to say (`FinderChoice`, in the admin's menu of the clinic);
`choices.tsv` is what a new site begins with.  The rest follows from the taxonomy: an article is about its symptom, the
diseases of its topics and its related conditions; a condition's page about its term.
"""
